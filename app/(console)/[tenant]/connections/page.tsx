import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { connectionStatuses } from "@/lib/registry/connections/connection-view";
import { countConnections } from "@/lib/registry/connections/count-connections";
import { listConnections } from "@/lib/registry/connections/list-connections";
import { listServers } from "@/lib/registry/servers/list-servers";
import { type ConsoleProps, oneOf } from "../_parts/console-props";
import { orFirstPage } from "../_parts/or-first-page";
import { connectionColumns } from "./_parts/connection-columns";
import { ConnectionFilter } from "./_parts/connection-filter";

export const metadata = { title: "Connections" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "connections:read", paths.connections(tenant));
  const query = await searchParams;
  const wanted = oneOf(query, "status");
  const status = connectionStatuses.find((one) => one === wanted);
  const servers = (await listServers(ctx, { limit: 200 })).items.filter(({ auth }) => auth.kind === "oauth");
  const asked = oneOf(query, "server");
  const server = servers.find(({ key }) => key === asked)?.key;
  const isUnknown = (wanted ?? "") !== (status ?? "") || (asked ?? "") !== (server ?? "");
  const [{ items, nextCursor }, counts] = await Promise.all([
    orFirstPage(oneOf(query, "cursor"), (cursor) => listConnections(ctx, { status, server, cursor })),
    countConnections(ctx),
  ]);
  const mayWrite = hasScope(ctx.scopes, "connections:write");
  const more = new URLSearchParams({
    ...(status === undefined ? {} : { status }),
    ...(server === undefined ? {} : { server }),
    cursor: nextCursor ?? "",
  });
  return (
    <>
      <PageHeader
        title="Connections"
        description="Accounts that humans have connected at servers. Agents act there as their own human and as nobody else. The credentials themselves are never shown."
      />
      <div className="grid grid-cols-1 gap-4">
        {counts.needsReauth > 0 && status !== "needs_reauth" && (
          <Notice
            tone="warning"
            title={
              counts.needsReauth === 1
                ? "One connection needs its human"
                : `${counts.needsReauth} connections need their humans`
            }
          >
            Their agents&rsquo; calls on these servers fail until the human authorizes again; each is told the link with
            the call.
          </Notice>
        )}
        {isUnknown && (
          <Notice tone="warning">A filter of this address was not understood; more is shown than it asked for.</Notice>
        )}
        <ConnectionFilter tenant={tenant} status={status} server={server} servers={servers} />
        <DataTable
          caption="Connections"
          columns={connectionColumns}
          rows={items.map((connection) => ({ ...connection, tenant, mayWrite }))}
          rowId={({ id }) => id}
          empty={
            <EmptyState
              icon="connection"
              title={status || server ? "None of these" : "Nobody has connected an account yet"}
            >
              {servers.length === 0
                ? "Servers that want an account of each human are imported with the credential OAuth."
                : "A human connects at consent, or by the link that an agent is given with its first call."}
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?${more}`} />}
        />
      </div>
    </>
  );
});
