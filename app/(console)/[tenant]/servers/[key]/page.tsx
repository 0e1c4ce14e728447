import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { countConnections } from "@/lib/registry/connections/count-connections";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { getServer } from "@/lib/registry/servers/get-server";
import { getServerHealth } from "@/lib/registry/servers/get-server-health";
import type { ConsoleProps } from "../../_parts/console-props";
import { titled } from "../../_parts/titled";
import { StopOf } from "../../agents/_parts/stop-of";
import { DeleteServer } from "./_parts/delete-server";
import { EditCredential } from "./_parts/edit-credential";
import { EditServer } from "./_parts/edit-server";
import { GrantedTo } from "./_parts/granted-to";
import { ConnectionNotices, ServerConnections } from "./_parts/server-connections";
import { ServerFacts } from "./_parts/server-facts";
import { ServerHeader } from "./_parts/server-header";
import { ServerHealth } from "./_parts/server-health";

export const generateMetadata = titled("key");

export default page(async ({ params }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const ctx = await requireMember(tenant, "servers:read", paths.server(tenant, key));
  const [server, grants, health] = await Promise.all([
    getServer(ctx, key),
    listGrants(ctx, { server: key, limit: 20 }),
    hasScope(ctx.scopes, "events:read") ? getServerHealth(ctx, key) : null,
  ]);
  const mayWrite = hasScope(ctx.scopes, "servers:write");
  const counts =
    server.auth.kind === "oauth" && hasScope(ctx.scopes, "connections:read") ? await countConnections(ctx, key) : null;
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="overview" />
      <div className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 content-start gap-4">
          {counts && <ConnectionNotices tenant={tenant} server={server} counts={counts} />}
          {!server.enabled && <StopOf ctx={ctx} of={{ server: key }} />}
          <ServerHealth ctx={ctx} server={key} health={health} />
          <ServerFacts tenant={tenant} server={server} />
          {mayWrite && <EditServer tenant={tenant} server={server} />}
          {mayWrite && <EditCredential key={server.updatedAt} tenant={tenant} server={server} />}
          {mayWrite && <DeleteServer tenant={tenant} server={server} />}
        </div>
        <div className="grid min-w-0 content-start gap-4">
          {counts && <ServerConnections tenant={tenant} server={server} counts={counts} />}
          <GrantedTo tenant={tenant} grants={grants.items} isCut={grants.nextCursor !== null} />
        </div>
      </div>
    </>
  );
});
