import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listKeys } from "@/lib/registry/keys/list-keys";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { SettingsTabs } from "../_parts/settings-tabs";
import { createKeyAction } from "../actions";
import { AddKey } from "./_parts/add-key";
import { keyColumns } from "./_parts/key-columns";

export const metadata = { title: "API keys" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "keys:read", paths.keys(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listKeys(ctx, { cursor }),
  );
  const mayWrite = hasScope(ctx.scopes, "keys:write");
  return (
    <>
      <SettingsTabs ctx={ctx} tab="keys" />
      <div className="grid grid-cols-1 gap-4 pt-4">
        {mayWrite && <AddKey action={createKeyAction.bind(null, tenant)} scopes={ctx.scopes} />}
        <DataTable
          caption="API keys"
          columns={keyColumns}
          rows={items.map((key) => ({ ...key, tenant, mayWrite }))}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon="key" title="No API key">
              Programs use a key to read the log or to change this environment through the HTTP API.
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
      </div>
    </>
  );
});
