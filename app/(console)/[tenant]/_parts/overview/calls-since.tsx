import { Stat } from "@/components/ui/stat";
import { toLength } from "@/components/ui/time-words";
import type { CallCounts } from "@/lib/audit/count-calls";
import { type Outcome, outcomes } from "@/lib/audit/event";
import { paths } from "@/lib/kernel/paths";
import type { Range } from "./read-range";

const words: Record<Outcome, string> = {
  success: "Allowed and done",
  denied: "Denied",
  error: "Failed",
  unknown: "Unknown",
};

const toFigure = (n: number, { exact }: CallCounts): string => `${n.toLocaleString("en")}${exact ? "" : "+"}`;

/** Tool calls by what became of them, beside the equally long time before; each leads to the calls themselves. */
export function CallsSince({
  tenant,
  range: { from, to },
  now,
  before,
}: {
  tenant: string;
  range: Range;
  now: CallCounts;
  before: CallCounts;
}) {
  const length = toLength(Date.parse(to) - Date.parse(from));
  const log = (outcome: Outcome) =>
    paths.audit(tenant, new URLSearchParams({ type: "tool_calls", outcome, from, to }).toString());
  return (
    <section aria-labelledby="calls-since">
      <h2 id="calls-since" className="pb-2 font-semibold text-base">
        Tool calls
      </h2>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {outcomes.map((outcome) => (
          <Stat
            key={outcome}
            label={words[outcome]}
            value={toFigure(now.counts[outcome], now)}
            note={`${toFigure(before.counts[outcome], before)} in the ${length} before`}
            href={log(outcome)}
          />
        ))}
      </div>
    </section>
  );
}
