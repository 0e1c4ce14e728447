import { Stat } from "@/components/ui/stat";
import type { Outcome } from "@/lib/audit/event";
import { paths } from "@/lib/kernel/paths";

export type Count = { outcome: Outcome; count: number; isMore: boolean };

const words: Record<Outcome, { label: string; note: string }> = {
  success: { label: "Allowed and done", note: "the upstream answered" },
  denied: { label: "Denied", note: "refused before anything left" },
  error: { label: "Failed", note: "allowed, and failed at the upstream" },
  unknown: { label: "Unknown", note: "how it ended was never learned" },
};

const toFigure = (count: number, isMore: boolean): string => `${count.toLocaleString("en")}${isMore ? "+" : ""}`;

/** The tool calls of the last 24 hours by what became of them, each leading to the calls themselves. */
export function LastDay({ tenant, counts }: { tenant: string; counts: readonly Count[] }) {
  const log = (outcome: Outcome) =>
    paths.audit(tenant, new URLSearchParams({ type: "tool_calls", range: "24h", outcome }).toString());
  return (
    <section aria-labelledby="last-day">
      <h2 id="last-day" className="pb-2 font-semibold text-base">
        Tool calls, last 24 hours
      </h2>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {counts.map(({ outcome, count, isMore }) => (
          <Stat
            key={outcome}
            label={words[outcome].label}
            value={toFigure(count, isMore)}
            note={words[outcome].note}
            href={log(outcome)}
          />
        ))}
      </div>
    </section>
  );
}
