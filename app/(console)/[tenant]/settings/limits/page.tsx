import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listLimits } from "@/lib/registry/limits/list-limits";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { SettingsTabs } from "../_parts/settings-tabs";
import { limitColumns } from "./_parts/limit-columns";
import { LimitForm } from "./_parts/limit-form";
import { putLimitAction } from "./actions";

export const metadata = { title: "Limits" };

/** How much may be called, by whom and on what. */
export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const query = await searchParams;
  const ctx = await requireMember(tenant, "tenant:read", paths.limits(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(query, "cursor"), (cursor) => listLimits(ctx, { cursor }));
  const mayWrite = hasScope(ctx.scopes, "tenant:write");
  const change = oneOf(query, "change");
  return (
    <>
      <SettingsTabs ctx={ctx} tab="limits" />
      <div className="grid grid-cols-1 gap-4 pt-4">
        <p className="max-w-3xl text-fg-muted">
          A call that is allowed is made as long as no limit is reached. One beyond a limit is not sent on: the agent is
          told how long to wait, and the log holds{" "}
          <TextLink href={paths.audit(tenant, "reason=RATE_LIMITED&reason=TOO_MANY_CALLS")} prefetch={false}>
            every refused call
          </TextLink>
          . All limits that a call meets count. A time begins with its first call. Each process of this installation
          counts for itself: of several processes each lets the whole limit through, so together at most that many times
          as much.
        </p>
        {mayWrite && (
          <LimitForm action={putLimitAction.bind(null, tenant)} chosen={items.find(({ id }) => id === change)} />
        )}
        <DataTable
          caption="Limits"
          columns={limitColumns}
          rows={items.map((limit) => ({ ...limit, tenant, mayWrite }))}
          rowId={({ id }) => id}
          empty={
            <EmptyState icon="clock" title="No limit">
              A limit stops an agent that calls in a loop, keeps one from taking a server from everybody else, and keeps
              a server from more calls at once than it can bear.
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
      </div>
    </>
  );
});
