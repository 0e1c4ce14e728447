import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { getServer } from "@/lib/registry/servers/get-server";
import { Activity } from "../../../_parts/activity";
import { auditOf } from "../../../_parts/audit-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { titled } from "../../../_parts/titled";
import { ServerHeader } from "../_parts/server-header";

export const generateMetadata = titled("key", "Audit Logs of ");

export default page(async ({ params, searchParams }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const path = auditOf(paths.server(tenant, key));
  const ctx = await requireMember(tenant, "events:read", path);
  const server = await getServer(ctx, key);
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="audit" />
      <div className="pt-4">
        <Activity
          ctx={ctx}
          path={path}
          query={await searchParams}
          within={{ server: [key] }}
          empty={
            <EmptyState icon="log" title="Nothing has happened on this server yet">
              Calls of its tools, and changes to it, appear here.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
