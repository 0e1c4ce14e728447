import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ConsoleProps } from "./_parts/console-props";
import { Endpoints } from "./_parts/overview/endpoints";
import { LastDay } from "./_parts/overview/last-day";
import { Latest } from "./_parts/overview/latest";
import { loadOverview } from "./_parts/overview/load-overview";
import { OpenReports } from "./_parts/overview/open-reports";
import { SetupChecklist } from "./_parts/overview/setup-checklist";

export const metadata = { title: "Overview" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "events:read");
  const { steps, lastDay, latest, denials, servers, reports } = await loadOverview(ctx);
  const isSetUp = steps.every(({ done }) => done);
  return (
    <>
      <PageHeader
        title="Overview"
        description="What agents did here lately."
        actions={
          hasScope(ctx.scopes, "instances:write") && (
            <ButtonLink href={paths.newInstance(tenant)} icon="plus">
              Connect an agent
            </ButtonLink>
          )
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <OpenReports tenant={tenant} reports={reports.items} isMore={reports.nextCursor !== null} />
        {!isSetUp && <SetupChecklist steps={steps} />}
        <LastDay tenant={tenant} counts={lastDay} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Latest
            tenant={tenant}
            title="Latest events"
            events={latest}
            href={paths.audit(tenant)}
            none="Nothing has been recorded yet."
          />
          <Latest
            tenant={tenant}
            title="Latest denials"
            events={denials}
            href={paths.audit(tenant, "outcome=denied")}
            none="Nothing has been denied yet."
          />
        </div>
        <Endpoints tenant={tenant} servers={servers} />
      </div>
    </>
  );
});
