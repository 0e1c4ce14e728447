import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { getAgent } from "@/lib/registry/agents/get-agent";
import { Activity } from "../../../_parts/activity";
import { auditOf } from "../../../_parts/audit-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { titled } from "../../../_parts/titled";
import { AgentHeader } from "../_parts/agent-header";

export const generateMetadata = titled("agent", "Audit Logs of ");

export default page(async ({ params, searchParams }: ConsoleProps<"agent">) => {
  const { tenant, agent: slug } = await params;
  const path = auditOf(paths.agent(tenant, slug));
  const ctx = await requireMember(tenant, "events:read", path);
  const agent = await getAgent(ctx, slug);
  return (
    <>
      <AgentHeader ctx={ctx} agent={agent} tab="audit" />
      <div className="pt-4">
        <Activity
          ctx={ctx}
          path={path}
          query={await searchParams}
          within={{ agent: [slug] }}
          empty={
            <EmptyState icon="log" title="This agent has done nothing yet">
              The calls of all its instances appear here.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
