import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getAgent } from "@/lib/registry/agents/get-agent";
import { accessOf } from "../../../_parts/access-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { EffectiveAccess } from "../../../_parts/effective-access";
import { titled } from "../../../_parts/titled";
import { AgentHeader } from "../_parts/agent-header";

export const generateMetadata = titled("agent", "Access of ");

export default page(async ({ params, searchParams }: ConsoleProps<"agent">) => {
  const { tenant, agent: slug } = await params;
  const path = accessOf(paths.agent(tenant, slug));
  const ctx = await requireMember(tenant, "instances:read", path);
  const agent = await getAgent(ctx, slug);
  return (
    <>
      <AgentHeader ctx={ctx} agent={agent} tab="access" />
      <div className="pt-4">
        <EffectiveAccess
          ctx={ctx}
          path={path}
          query={await searchParams}
          of={{ agent: slug }}
          named="both"
          empty={
            <EmptyState
              icon="agent"
              title="Nobody has this agent connected to a server"
              actions={
                hasScope(ctx.scopes, "instances:write") && (
                  <ButtonLink href={paths.newInstance(tenant)} icon="plus">
                    Connect an agent
                  </ButtonLink>
                )
              }
            >
              What an agent may do is what its humans may delegate and have consented to, instance by instance.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
