import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { LogHealth } from "@/lib/audit/health/get-log-health";
import { paths } from "@/lib/kernel/paths";
import { HealthBadge } from "../../audit/health/_parts/health-badge";

/** What is said of the log in any case; the rest only where it is not fine. */
const always: ReadonlySet<string> = new Set(["sealing", "checkpoint", "verification"]);

/** How the log is: sealed, signed and verified until when. */
export function LogState({ tenant, health: { state, checks } }: { tenant: string; health: LogHealth }) {
  return (
    <Card
      flush
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          The log <HealthBadge state={state} />
        </span>
      }
      actions={
        <ButtonLink href={paths.logHealth(tenant)} size="sm" variant="ghost">
          Health of the log
        </ButtonLink>
      }
    >
      <dl className="grid divide-y divide-line lg:grid-cols-3 lg:divide-x lg:divide-y-0">
        {checks
          .filter(({ id, state: each }) => always.has(id) || each !== "fine")
          .map((check) => (
            <div key={check.id} className="min-w-0 px-(--card-x) py-(--entry-y)">
              <dt className="flex items-center justify-between gap-2 text-fg-muted text-xs">
                {check.title}
                {check.state !== "fine" && <HealthBadge state={check.state} />}
              </dt>
              <dd className="tabular-nums">{check.says}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
