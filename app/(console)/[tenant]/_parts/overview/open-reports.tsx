import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { ReportView } from "@/lib/registry/reports/report-view";

/** Humans who said that something should not have happened, as long as nobody has dealt with it. */
export function OpenReports({
  tenant,
  reports,
  isMore,
}: {
  tenant: string;
  reports: readonly ReportView[];
  isMore: boolean;
}) {
  const [newest] = reports;
  if (newest === undefined) return null;
  const { human, instance, createdAt, text } = newest;
  const count = `${reports.length}${isMore ? "+" : ""}`;
  return (
    <Notice
      tone="danger"
      title={
        reports.length === 1 && !isMore
          ? "A human says that something should not have happened"
          : `${count} times a human said that something should not have happened`
      }
      actions={
        <ButtonLink href={paths.reports(tenant)} size="sm">
          Look at the reports
        </ButtonLink>
      }
    >
      {human.name ?? human.email ?? human.key}
      {instance !== null && ` about ${instance.label}, which is paused`}, <Time value={createdAt} />
      {text !== "" && `: “${text}”`}
    </Notice>
  );
}
