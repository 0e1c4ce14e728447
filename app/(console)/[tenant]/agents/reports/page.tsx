import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listReports } from "@/lib/registry/reports/list-reports";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { reportColumns } from "./_parts/report-columns";

export const metadata = { title: "Reports" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "events:read", paths.reports(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listReports(ctx, { cursor }),
  );
  const mayResolve = hasScope(ctx.scopes, "instances:write");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Agents", href: paths.agents(tenant) }]}
        title="Reports"
        description="What humans said should not have happened under their authority. The agent was paused at once; only its human resumes it."
        actions={
          <ButtonLink href={paths.audit(tenant, "type=report.created,report.resolved")} icon="log">
            In the audit log
          </ButtonLink>
        }
      />
      <DataTable
        caption="Reports"
        columns={reportColumns}
        rows={items.map((report) => ({ ...report, tenant, mayResolve }))}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon="circle-check" title="Nobody has reported anything">
            Humans can say of anything under their authority that it should not have happened. It appears here at once.
          </EmptyState>
        }
        foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
      />
    </>
  );
});
