import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { hasScope } from "@/lib/kernel/scope";
import { getServer } from "@/lib/registry/servers/get-server";
import type { ConsoleProps } from "../../../_parts/console-props";
import { titled } from "../../../_parts/titled";
import { toolsOf } from "../../_parts/server-paths";
import { ServerHeader } from "../_parts/server-header";
import { toolColumns } from "./_parts/tool-columns";
import { ToolsToReview } from "./_parts/tools-to-review";

export const generateMetadata = titled("key", "Tools of ");

export default page(async ({ params }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const ctx = await requireMember(tenant, "servers:read", toolsOf(tenant, key));
  const server = await getServer(ctx, key);
  const mayWrite = hasScope(ctx.scopes, "servers:write");
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="tools" />
      <div className="grid grid-cols-1 gap-3 pt-4">
        <ToolsToReview tenant={tenant} server={server} mayWrite={mayWrite} />
        <DataTable
          caption={`Tools of ${server.name}`}
          columns={toolColumns}
          rows={server.tools.map((tool) => ({ ...tool, tenant, server: key, mayWrite }))}
          rowId={({ name }) => name}
          empty={
            server.needsConnection ? (
              <EmptyState icon="connection" title="Needs a connection to list its tools">
                The server tells them only to somebody who has connected an account there.
              </EmptyState>
            ) : (
              <EmptyState icon="tool" title="This server offers no tools">
                Refresh the tools when it does.
              </EmptyState>
            )
          }
        />
      </div>
    </>
  );
});
