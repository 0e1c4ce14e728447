import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listClients } from "@/lib/oauth/clients/list-clients";
import { levels } from "@/lib/policy/level";
import { listHumans } from "@/lib/registry/humans/list-humans";
import { listServers } from "@/lib/registry/servers/list-servers";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { SettingsTabs } from "../_parts/settings-tabs";
import { AddClient } from "./_parts/add-client";
import { clientColumns } from "./_parts/client-columns";
import { createClientAction } from "./actions";

export const metadata = { title: "OAuth clients" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "agents:read", paths.clients(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listClients(ctx, { cursor }),
  );
  const mayWrite = hasScope(ctx.scopes, "agents:write");
  const [humans, servers] = mayWrite
    ? await Promise.all([listHumans(ctx, { limit: 200 }), listServers(ctx, { limit: 200 })])
    : [undefined, undefined];
  return (
    <>
      <SettingsTabs ctx={ctx} tab="clients" />
      <div className="grid grid-cols-1 gap-4 pt-4">
        <DataTable
          caption="OAuth clients"
          columns={clientColumns}
          rows={items.map((client) => ({ ...client, tenant, mayWrite }))}
          rowId={({ clientId }) => clientId}
          empty={
            <EmptyState icon="lock" title="No OAuth client">
              Clients appear here when they register themselves or are met by their metadata document.
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
        {humans && servers && (
          <AddClient
            action={createClientAction.bind(null, tenant)}
            humans={humans.items.map(({ key, name }) => ({
              value: key,
              label: name === null ? key : `${name} (${key})`,
            }))}
            servers={servers.items.map(({ key, name }) => ({ value: key, label: name }))}
            levels={levels.map((level) => ({ value: level, label: level }))}
          />
        )}
      </div>
    </>
  );
});
