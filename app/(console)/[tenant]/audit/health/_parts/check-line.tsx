import type { HealthCheck } from "@/lib/audit/health/judge-log";
import { HealthBadge } from "./health-badge";

/** One line: how it is, what that means, and what to do about it. */
export function CheckLine({ check: { title, state, says, means, todo } }: { check: HealthCheck }) {
  return (
    <li className="grid gap-x-6 gap-y-1 px-(--card-x) py-(--card-y) sm:grid-cols-[9rem_9rem_minmax(0,1fr)]">
      <h2 className="font-medium">{title}</h2>
      <p>
        <HealthBadge state={state} />
      </p>
      <div className="grid min-w-0 gap-0.5">
        <p className="tabular-nums [overflow-wrap:anywhere]">{says}</p>
        {todo !== null && <p className="font-medium [overflow-wrap:anywhere]">{todo}</p>}
        <p className="text-fg-muted text-xs">{means}</p>
      </div>
    </li>
  );
}
