import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { AuditEvent } from "@/lib/audit/event";
import type { ReportView } from "@/lib/registry/reports/report-view";
import { ConfirmAction } from "../../../../../(console)/[tenant]/_parts/confirm-action";
import { TextareaField } from "../../../../../(console)/[tenant]/_parts/fields";
import { reportAction } from "../../../../actions";

/** "This should not have happened": said once, and then what became of it. Not about what the human did themselves. */
export function ReportEvent({
  tenant,
  event,
  report,
}: {
  tenant: string;
  event: AuditEvent;
  report: ReportView | undefined;
}) {
  if (event.actor.type === "human") return null;
  if (report !== undefined && report.resolvedAt === null)
    return (
      <Notice tone="warning" title="You said that this should not have happened">
        <Time value={report.createdAt} />. Administrators see it, and the agent stays paused until you resume it.
        {report.text !== "" && <> You wrote: “{report.text}”</>}
      </Notice>
    );
  return (
    <Notice
      {...(report?.resolvedAt ? { title: "You reported this, and an administrator has dealt with it" } : {})}
      actions={
        <ConfirmAction
          id="report"
          action={reportAction.bind(null, tenant)}
          fields={{ event: event.id }}
          title="This should not have happened?"
          description={
            event.instance === null
              ? "Administrators of the environment are told at once."
              : `${event.instance.label} is paused at once, until you resume it, and administrators are told.`
          }
          confirmLabel="Report it"
          ask={<TextareaField name="text" label="What was wrong with it" optional rows={3} maxLength={1000} />}
          done="Reported. The agent is paused."
          variant="danger-quiet"
          icon="alert"
        >
          This should not have happened
        </ConfirmAction>
      }
    >
      Was this not what you wanted?
    </Notice>
  );
}
