import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listPolicies } from "@/lib/registry/policies/list-policies";
import { type ConsoleProps, oneOf } from "../_parts/console-props";
import { orFirstPage } from "../_parts/or-first-page";
import { policyColumns } from "./_parts/policy-columns";

export const metadata = { title: "Policies" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "policies:read", paths.policies(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listPolicies(ctx, { cursor }),
  );
  const create = hasScope(ctx.scopes, "policies:write") && (
    <ButtonLink href={paths.newPolicy(tenant)} variant="primary" icon="plus">
      New policy
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Policies"
        description="A call needs an active policy that allows it and none that denies it; their order does not matter. No policy lifts the trust ceiling."
        actions={
          <>
            <ButtonLink href={paths.whatIf(tenant)} icon="help">
              What if
            </ButtonLink>
            {create}
          </>
        }
      />
      <DataTable
        caption="Policies"
        columns={policyColumns}
        rows={items.map((policy) => ({ ...policy, tenant }))}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon="policy" title="No policy" actions={create}>
            Without an active policy that allows it, every call is denied.
          </EmptyState>
        }
        foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
      />
    </>
  );
});
