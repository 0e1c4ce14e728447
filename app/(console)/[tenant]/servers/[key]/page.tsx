import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { getServer } from "@/lib/registry/servers/get-server";
import type { ConsoleProps } from "../../_parts/console-props";
import { titled } from "../../_parts/titled";
import { DeleteServer } from "./_parts/delete-server";
import { EditServer } from "./_parts/edit-server";
import { GrantedTo } from "./_parts/granted-to";
import { ServerFacts } from "./_parts/server-facts";
import { ServerHeader } from "./_parts/server-header";

export const generateMetadata = titled("key");

export default page(async ({ params }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const ctx = await requireMember(tenant, "servers:read", paths.server(tenant, key));
  const [server, grants] = await Promise.all([getServer(ctx, key), listGrants(ctx, { server: key, limit: 20 })]);
  const mayWrite = hasScope(ctx.scopes, "servers:write");
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="overview" />
      <div className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 content-start gap-4">
          <ServerFacts tenant={tenant} server={server} />
          {mayWrite && <EditServer tenant={tenant} server={server} />}
          {mayWrite && <DeleteServer tenant={tenant} server={server} />}
        </div>
        <GrantedTo tenant={tenant} grants={grants.items} isCut={grants.nextCursor !== null} />
      </div>
    </>
  );
});
