import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { hasScope } from "@/lib/kernel/scope";
import { getServer } from "@/lib/registry/servers/get-server";
import { type ConsoleProps, oneOf } from "../../../_parts/console-props";
import { titled } from "../../../_parts/titled";
import { toolsOf } from "../../_parts/server-paths";
import { updateToolsAction } from "../../actions";
import { ServerHeader } from "../_parts/server-header";
import { BulkEdit } from "./_parts/bulk-edit";
import { Imported } from "./_parts/imported";
import { NoTools } from "./_parts/no-tools";
import { toolColumns } from "./_parts/tool-columns";
import { ToolFilters } from "./_parts/tool-filters";
import { ToolPages } from "./_parts/tool-pages";
import { countShown, findTools, ToolQuery } from "./_parts/tool-query";
import { ToolsToReview } from "./_parts/tools-to-review";

export const generateMetadata = titled("key", "Tools of ");

const pageSize = 50;

export default page(async ({ params, searchParams }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const ctx = await requireMember(tenant, "servers:read", toolsOf(tenant, key));
  const server = await getServer(ctx, key);
  const mayWrite = hasScope(ctx.scopes, "servers:write");
  const search = await searchParams;
  const asked = ToolQuery.parse(search);
  const found = findTools(server.tools, asked);
  // A page that there is no more (an old link) is the last one.
  const query = { ...asked, page: Math.min(asked.page, Math.max(1, Math.ceil(found.length / pageSize))) };
  const rows = found.slice((query.page - 1) * pageSize, query.page * pageSize);
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="tools" />
      <div className="grid grid-cols-1 gap-3 pt-4">
        {oneOf(search, "imported") !== undefined && <Imported ctx={ctx} server={server} />}
        <ToolsToReview tenant={tenant} server={server} mayWrite={mayWrite} />
        {server.tools.length > 0 && <ToolFilters query={query} counts={countShown(server.tools)} />}
        <DataTable
          caption={`Tools of ${server.name}`}
          columns={toolColumns(mayWrite)}
          rows={rows.map((tool) => ({ ...tool, tenant, server: key, mayWrite }))}
          rowId={({ name }) => name}
          empty={
            server.tools.length === 0 ? (
              <NoTools needsConnection={server.needsConnection} />
            ) : (
              <EmptyState icon="search" title="No tool is like that">
                <TextLink href={toolsOf(tenant, key)}>Show all {server.tools.length}</TextLink>
              </EmptyState>
            )
          }
          foot={found.length > pageSize ? <ToolPages query={query} found={found.length} size={pageSize} /> : undefined}
        />
        {mayWrite && rows.length > 0 && (
          <BulkEdit
            action={updateToolsAction.bind(null, tenant)}
            server={key}
            query={query}
            found={found.filter(({ state }) => state !== "removed").length}
          />
        )}
      </div>
    </>
  );
});
