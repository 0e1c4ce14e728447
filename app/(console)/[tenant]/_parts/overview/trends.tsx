import { Trend } from "@/components/audit/trend";
import { outcomes } from "@/lib/audit/event";
import type { Histogram } from "@/lib/audit/summarize";
import { paths } from "@/lib/kernel/paths";
import type { Range } from "./read-range";

/** Calls and denials over the last days; where the last visit ended is marked. */
export function Trends({
  tenant,
  range: { basis, from },
  days,
  calls,
  denials,
}: {
  tenant: string;
  range: Range;
  days: number;
  calls: Histogram;
  denials: Histogram;
}) {
  const shared = {
    span: `last ${days} days`,
    path: paths.audit(tenant),
    mark: basis === "visit" ? { at: from, name: "Your last visit" } : undefined,
  };
  return (
    <section aria-labelledby="over-time">
      <h2 id="over-time" className="sr-only">
        Over time
      </h2>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Trend {...shared} title="Tool calls" histogram={calls} outcomes={outcomes} pairs={[["type", "tool_calls"]]} />
        <Trend {...shared} title="Denials" histogram={denials} outcomes={["denied"]} pairs={[["outcome", "denied"]]} />
      </div>
    </section>
  );
}
