import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { nowMs } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getLastLook } from "@/lib/registry/looks/get-last-look";
import { type ConsoleProps, oneOf } from "./_parts/console-props";
import { Endpoints } from "./_parts/overview/endpoints";
import { Happened } from "./_parts/overview/happened";
import { loadOverview, startOverview } from "./_parts/overview/load-overview";
import { OpenReports } from "./_parts/overview/open-reports";
import { readRange } from "./_parts/overview/read-range";
import { SetupChecklist } from "./_parts/overview/setup-checklist";
import { SinceBar } from "./_parts/overview/since-bar";
import { patienceMs, waitFor } from "./_parts/part";

export const metadata = { title: "Overview" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "events:read");
  const query = await searchParams;
  const range = readRange(query, (await getLastLook(ctx)).since, nowMs());
  const parts = startOverview(ctx, range);
  const isWhole = oneOf(query, "whole") !== undefined;
  const [{ steps, servers, reports, hasCalls }] = await Promise.all([
    loadOverview(ctx),
    waitFor(Object.values(parts), isWhole ? undefined : patienceMs),
  ]);
  const isSetUp = steps.every(({ done }) => done);
  return (
    <>
      <PageHeader
        title="Overview"
        description="What happened here, and what needs somebody."
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
        <SinceBar tenant={tenant} range={range} />
        <Happened tenant={tenant} range={range} parts={parts} hasCalls={hasCalls} />
        <Endpoints tenant={tenant} servers={servers} />
      </div>
    </>
  );
});
