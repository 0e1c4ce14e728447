import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listServerStates } from "@/lib/registry/servers/list-server-states";
import { listServers } from "@/lib/registry/servers/list-servers";
import { type ConsoleProps, oneOf } from "../_parts/console-props";
import { NoServers } from "./_parts/no-servers";
import { serverColumns } from "./_parts/server-columns";

export const metadata = { title: "Servers" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "servers:read", paths.servers(tenant));
  const { items, nextCursor } = await listServers(ctx, { cursor: oneOf(await searchParams, "cursor") });
  const states = hasScope(ctx.scopes, "events:read") ? await listServerStates(ctx, items) : undefined;
  const mayWrite = hasScope(ctx.scopes, "servers:write");
  return (
    <>
      <PageHeader
        title="Servers"
        description="The MCP servers that agents reach through this environment, and the tools they offer."
        actions={
          mayWrite && (
            <ButtonLink href={paths.newServer(tenant)} variant="primary" icon="plus">
              Import a server
            </ButtonLink>
          )
        }
      />
      <DataTable
        caption="Servers"
        columns={serverColumns}
        rows={items.map((server) => ({ ...server, tenant, health: states?.get(server.id) }))}
        rowId={({ key }) => key}
        empty={<NoServers tenant={tenant} mayWrite={mayWrite} />}
        foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
      />
    </>
  );
});
