import { ScrollBox } from "@/components/ui/scroll-box";
import { TextLink } from "@/components/ui/text-link";
import type { Outcome } from "@/lib/audit/event";
import type { Histogram, TimeBucket } from "@/lib/audit/summarize";
import { endOf, toTick } from "./bucket-words";
import { type QueryPair, toHref } from "./filter-params";
import { outcomeBars } from "./outcome-bars";
import { OutcomeLegend } from "./outcome-legend";

/**
 * A small chart of one thing over time: a picture with its sentence, and the same as a table whose lines lead into the log. It needs no
 * script; who wants to draw a time across bars opens the log, whose histogram can.
 */
export function Trend({
  title,
  span,
  histogram,
  outcomes,
  path,
  pairs,
  mark,
}: {
  title: string;
  /** What time it shows: "last 7 days". */
  span: string;
  histogram: Histogram;
  /** What is counted. */
  outcomes: readonly Outcome[];
  /** The log, and what of it is counted. */
  path: string;
  pairs: readonly QueryPair[];
  /** A moment to be marked, and its name. */
  mark?: { at: string; name: string } | undefined;
}) {
  const { buckets, bucketSeconds, from, to, exact } = histogram;
  const countOf = (bucket: TimeBucket) => outcomes.reduce((sum, outcome) => sum + bucket[outcome], 0);
  const total = buckets.reduce((sum, bucket) => sum + countOf(bucket), 0);
  const most = Math.max(1, ...buckets.map(countOf));
  const peak = buckets.find((bucket) => countOf(bucket) === most);
  const tick = (iso: string) => toTick(iso, bucketSeconds, "utc");
  const markedAt = mark === undefined ? -1 : shareOf(histogram, mark.at);
  const bars = outcomeBars.filter(({ outcome }) => outcomes.includes(outcome));
  const figure = `${total.toLocaleString("en")}${exact ? "" : "+"}`;
  const rows = buckets.filter((bucket) => countOf(bucket) > 0);
  return (
    <section
      aria-label={title}
      className="min-w-0 rounded-lg border border-line bg-surface px-(--card-x) py-(--card-y)"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          <TextLink href={toHref(path, [...pairs, ["from", from], ["to", to]])}>{title}</TextLink>{" "}
          <span className="font-normal text-fg-muted text-xs">{span}</span>
        </h3>
        <p className="font-semibold text-base tabular-nums">{figure}</p>
      </div>
      <div
        role="img"
        aria-label={`${title}, ${span}: ${figure}.${peak === undefined ? "" : ` The most, ${most.toLocaleString("en")}, from ${tick(peak.at)} on.`}${markedAt < 0 ? "" : ` ${mark?.name ?? ""}: ${tick(mark?.at ?? "")}.`}`}
        className="relative mt-3 flex h-16 items-end border-line border-b"
      >
        {buckets.map((bucket) => (
          <span
            key={bucket.at}
            title={`${tick(bucket.at)}: ${countOf(bucket).toLocaleString("en")}`}
            className="flex h-full min-w-0 flex-1 flex-col-reverse px-[0.5px] hover:bg-hover"
          >
            {bars.map(({ outcome, fill }) =>
              bucket[outcome] === 0 ? null : (
                <span
                  key={outcome}
                  style={{ ...fill, height: `${(bucket[outcome] / most) * 100}%` }}
                  className="block min-h-[2px] shrink-0 first:rounded-b-[1px] last:rounded-t-[1px]"
                />
              ),
            )}
          </span>
        ))}
        {markedAt >= 0 && (
          <span
            style={{ left: `${markedAt * 100}%` }}
            className="pointer-events-none absolute -top-1 bottom-0 border-accent border-l border-dashed"
          />
        )}
      </div>
      <p aria-hidden="true" className="flex justify-between pt-0.5 text-2xs text-fg-subtle tabular-nums">
        <span>{tick(from)}</span>
        {markedAt >= 0 && <span className="text-accent">┆ {mark?.name}</span>}
        <span>{tick(to)}</span>
      </p>
      <OutcomeLegend bars={bars} className="flex flex-wrap gap-x-3 pt-1 text-fg-muted text-xs leading-6" />
      {rows.length > 0 && (
        <details className="group/table">
          <summary className="flex min-h-6 w-fit items-center rounded-xs text-fg-subtle text-xs hover:text-fg hover:underline">
            <span className="group-open/table:hidden">Show as a table</span>
            <span className="hidden group-open/table:inline">Hide the table</span>
          </summary>
          <ScrollBox
            label={`${title} as a table`}
            className="mt-1 max-h-64 overflow-y-auto rounded-md border border-line"
          >
            <table className="w-full text-right text-fg-muted text-xs">
              <caption className="sr-only">
                {title}, {span}, in UTC
              </caption>
              <thead className="sticky top-0 bg-sunken">
                <tr>
                  <th scope="col" className="px-3 py-1 text-left font-medium">
                    From (UTC)
                  </th>
                  {bars.map(({ outcome, word }) => (
                    <th key={outcome} scope="col" className="px-3 py-1 font-medium">
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {rows.map((bucket) => (
                  <tr key={bucket.at}>
                    <th scope="row" className="px-3 py-1 text-left font-normal">
                      <TextLink
                        prefetch={false}
                        href={toHref(path, [...pairs, ["from", bucket.at], ["to", endOf(bucket.at, bucketSeconds)]])}
                      >
                        {tick(bucket.at)}
                      </TextLink>
                    </th>
                    {bars.map(({ outcome }) => (
                      <td key={outcome} className="px-3 py-1 tabular-nums">
                        {bucket[outcome].toLocaleString("en")}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        </details>
      )}
    </section>
  );
}

/** How far a moment lies between both ends; -1 outside them. */
function shareOf({ buckets, bucketSeconds }: Histogram, at: string): number {
  const [start] = buckets;
  const end = buckets.at(-1);
  if (start === undefined || end === undefined) return -1;
  const from = Date.parse(start.at);
  const share = (Date.parse(at) - from) / (Date.parse(end.at) + bucketSeconds * 1000 - from);
  return share >= 0 && share <= 1 ? share : -1;
}
