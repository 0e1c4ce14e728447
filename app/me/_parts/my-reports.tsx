import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { ReportView } from "@/lib/registry/reports/report-view";

const shown = 5;

/** What the human has said should not have happened, and whether somebody has dealt with it. Nothing where they never did. */
export function MyReports({ tenant, reports }: { tenant: string; reports: readonly ReportView[] }) {
  if (reports.length === 0) return null;
  return (
    <Card title="What you reported" description="Administrators see it. The agent stays paused until you resume it.">
      <ul className="grid gap-2">
        {reports.slice(0, shown).map(({ id, event, text, instance, createdAt, resolvedAt }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <Badge tone={resolvedAt === null ? "denied" : "success"} icon={resolvedAt === null ? "alert" : "check"}>
              {resolvedAt === null ? "Open" : "Resolved"}
            </Badge>
            <TextLink href={paths.myEvent(tenant, event)}>
              {instance === null ? "An event" : `Something ${instance.label} did`}
            </TextLink>
            {text !== "" && <span className="min-w-0 text-fg-muted [overflow-wrap:anywhere]">{text}</span>}
            <span className="text-fg-subtle text-xs">
              <Time value={createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
