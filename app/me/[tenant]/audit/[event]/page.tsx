import { DetailsSection } from "@/components/audit/details-section";
import { EventDetails } from "@/components/audit/event-details";
import { OutcomeBadge } from "@/components/audit/outcome-badge";
import { WaysOut } from "@/components/audit/ways-out";
import { PageHeader } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import { isLimited } from "@/lib/audit/catalog/reasons";
import { present } from "@/lib/audit/present";
import { getEvent } from "@/lib/audit/query";
import { page } from "@/lib/console/page";
import { requireMyself, requireUser } from "@/lib/console/require-myself";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { explainEvent } from "@/lib/registry/decisions/explain-event";
import { listMyReports } from "@/lib/registry/mine/list-my-reports";
import { MyFrame } from "../../../_parts/my-frame";
import { ReportEvent } from "./_parts/report-event";

export const metadata = { title: "Event" };

type Props = { params: Promise<{ tenant: string; event: string }> };

/** One event under the authority of whoever is signed in: what happened, why, and the way to say that it should not have. */
export default page(async ({ params }: Props) => {
  const { tenant, event: id } = await params;
  const here = paths.myEvent(tenant, id);
  const user = await requireUser(here);
  const ctx = await requireMyself(tenant, here);
  const event = await getEvent(ctx, id);
  const [explained, reports] = await Promise.all([
    event.decision === null ? undefined : explainEvent(ctx, id).catch(orNothing),
    listMyReports(ctx),
  ]);
  const report = reports.find((each) => each.event === event.id);
  return (
    <MyFrame
      user={user}
      header={
        <PageHeader
          crumbs={[
            { label: "Your agents", href: paths.me() },
            { label: "Under your authority", href: paths.myEvents(tenant) },
          ]}
          title={present(event).title}
          badge={<OutcomeBadge outcome={event.outcome} />}
          description={<Time value={event.occurredAt} format="precise" />}
        />
      }
    >
      <div className="grid grid-cols-1 gap-6">
        <ReportEvent tenant={tenant} event={event} report={report} />
        <EventDetails
          tenant={tenant}
          event={event}
          chain={explained?.chain}
          permalink={false}
          own
          why={
            event.decision === "deny" &&
            !isLimited(event.reason) &&
            explained !== undefined && (
              <DetailsSection level={2} title="What would have allowed it">
                <WaysOut ways={explained.wouldAllow} />
              </DetailsSection>
            )
          }
        />
      </div>
    </MyFrame>
  );
});

/** A refusal that is no decided call has no chain to explain. */
function orNothing(error: unknown): undefined {
  if (isHouseError(error) && error.code === "not_found") return undefined;
  throw error;
}
