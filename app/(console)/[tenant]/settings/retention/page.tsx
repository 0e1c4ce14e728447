import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { getRetention } from "@/lib/audit/retention/get-retention";
import { listHolds } from "@/lib/audit/retention/list-holds";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { SettingsTabs } from "../_parts/settings-tabs";
import { holdColumns } from "./_parts/hold-columns";
import { PlaceHold } from "./_parts/place-hold";
import { RetentionCard } from "./_parts/retention-card";
import { placeHoldAction, updateRetentionAction } from "./actions";

export const metadata = { title: "Retention" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.retention(tenant));
  const retention = await getRetention(ctx);
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listHolds(ctx, { cursor }),
  );
  const mayWrite = hasScope(ctx.scopes, "tenant:write");
  return (
    <>
      <SettingsTabs ctx={ctx} tab="retention" />
      <div className="grid grid-cols-1 gap-4 pt-4">
        <RetentionCard
          retention={retention}
          {...(mayWrite ? { action: updateRetentionAction.bind(null, tenant) } : {})}
        />
        {mayWrite && <PlaceHold action={placeHoldAction.bind(null, tenant)} />}
        <DataTable
          caption="Legal holds"
          columns={holdColumns}
          rows={items.map((hold) => ({ ...hold, tenant, mayWrite }))}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon="lock" title="No legal hold">
              A hold keeps events and their stored arguments, whatever retention says, until somebody releases it.
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
      </div>
    </>
  );
});
