"use client";

import Link from "next/link";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { cx } from "@/components/ui/cx";
import type { Histogram as Counted } from "@/lib/audit/summarize";
import { endOf, sum, toCounts, toEvents, toTick, totalOf } from "./bucket-words";
import { type QueryPair, toHref } from "./filter-params";
import { HistogramFrame } from "./histogram-frame";
import { HistogramTable } from "./histogram-table";
import { outcomeBars } from "./outcome-bars";
import { OutcomeLegend } from "./outcome-legend";
import { useZone } from "./zone";

/** First and last bar of a choice, in either order. */
type Choice = { anchor: number; end: number };

/** How far a pointer moves before it draws a choice and is no click. */
const dragPx = 4;

/**
 * How many events there were, over time and by outcome. Every bar leads to its stretch of time; several are chosen by drawing
 * across them, or with Shift and the arrow keys, and Enter.
 */
export function Histogram({
  histogram,
  path,
  pairs,
  at,
}: {
  histogram: Counted;
  path: string;
  /** The query without its time. */
  pairs: readonly QueryPair[];
  /** The place in the log that the page shows. */
  at?: string | undefined;
}) {
  const zone = useZone();
  const { buckets, bucketSeconds, total, exact, countedFrom } = histogram;
  const [here, setHere] = useState(buckets.length - 1);
  const [choice, setChoice] = useState<Choice>();
  const drawn = useRef<{ x: number; index: number; moved: boolean }>(undefined);
  const bars = useRef<HTMLOListElement>(null);
  const zoom = useRef<HTMLAnchorElement>(null);

  const most = Math.max(1, ...buckets.map(totalOf));
  const spanOf = ({ anchor, end }: Choice) =>
    [Math.min(anchor, end), Math.max(anchor, end)].map((index) => Math.max(0, Math.min(index, buckets.length - 1)));
  const hrefOf = (first: number, last: number) => {
    const [from, to] = [buckets[first]?.at ?? histogram.from, buckets[last]?.at ?? histogram.from];
    return toHref(path, [...pairs, ["from", from], ["to", endOf(to, bucketSeconds)]]);
  };
  const [first = 0, last = 0] = choice === undefined ? [] : spanOf(choice);
  const chosen = choice !== undefined && buckets.slice(first, last + 1);

  const indexAt = (x: number): number => {
    const box = bars.current?.getBoundingClientRect();
    return box === undefined ? 0 : Math.floor(((x - box.left) / box.width) * buckets.length);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    setChoice(undefined);
    drawn.current = { x: event.clientX, index: indexAt(event.clientX), moved: false };
  };
  const move = (event: PointerEvent<HTMLOListElement>) => {
    const start = drawn.current;
    if (start === undefined) return;
    if (!start.moved) {
      if (Math.abs(event.clientX - start.x) < dragPx) return;
      start.moved = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    setChoice({ anchor: start.index, end: indexAt(event.clientX) });
  };
  const up = (event: PointerEvent) => {
    const start = drawn.current;
    drawn.current = undefined;
    if (start?.moved !== true) return;
    flushSync(() => setChoice({ anchor: start.index, end: indexAt(event.clientX) }));
    zoom.current?.click();
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape" && choice !== undefined) {
      event.stopPropagation();
      drawn.current = undefined;
      return setChoice(undefined);
    }
    if (event.key === "Enter" && choice !== undefined) {
      event.preventDefault();
      return zoom.current?.click();
    }
    // The first arrow leads in, to the bar that was left last.
    const by = event.target === event.currentTarget ? 0 : 1;
    const next = {
      ArrowLeft: here - by,
      ArrowRight: here + by,
      Home: 0,
      End: buckets.length - 1,
    }[event.key];
    if (next === undefined || next < 0 || next >= buckets.length) return;
    event.preventDefault();
    setHere(next);
    setChoice(event.shiftKey ? { anchor: choice?.anchor ?? here, end: next } : undefined);
    bars.current?.querySelectorAll("a")[next]?.focus();
  };

  const tick = (iso: string) => toTick(iso, bucketSeconds, zone);
  const mark = at === undefined ? undefined : shareOf(histogram, at);
  const spoken = chosen
    ? `${tick(chosen[0]?.at ?? "")} to ${tick(endOf(chosen.at(-1)?.at ?? histogram.from, bucketSeconds))}: ${toEvents(totalOf(sum(chosen)))}. Enter shows them.`
    : "";

  return (
    <HistogramFrame
      head={
        <>
          <p className="truncate text-fg-muted">
            <span className="font-medium text-fg tabular-nums">{toEvents(total)}</span>
            {exact ? " · exact" : ` and more · counted back to ${tick(countedFrom ?? histogram.from)}`}
          </p>
          <OutcomeLegend bars={outcomeBars} className="flex gap-x-3 overflow-hidden text-fg-muted" />
        </>
      }
      axis={[histogram.from, middleOf(histogram), histogram.to].map(tick)}
      table={<HistogramTable histogram={histogram} tick={tick} hrefOf={hrefOf} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for all the bars, most of which are too thin to be one */}
      {/* biome-ignore lint/a11y/useSemanticElements: no field set, there is nothing to fill in */}
      <div role="group" aria-label="Bars: arrow keys choose a time" tabIndex={0} onKeyDown={pressed} className="h-full">
        <ol
          ref={bars}
          aria-label="Events over time"
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={() => {
            drawn.current = undefined;
            setChoice(undefined);
          }}
          // What ends a drawing is no press of the bar under it.
          onClickCapture={(event) => choice !== undefined && event.isTrusted && event.preventDefault()}
          className="relative flex h-full touch-pan-y select-none items-end"
        >
          {buckets.map((bucket, index) => (
            <li key={bucket.at} className="h-full min-w-0 flex-1">
              <Link
                href={hrefOf(index, index)}
                scroll={false}
                prefetch={false}
                draggable={false}
                tabIndex={-1}
                onFocus={() => setHere(index)}
                aria-label={`${tick(bucket.at)}: ${toCounts(bucket)}`}
                title={`${tick(bucket.at)}\n${toCounts(bucket)}`}
                className={cx(
                  "flex h-full flex-col-reverse px-[0.5px] outline-offset-[-1px] hover:bg-hover",
                  choice !== undefined && index >= first && index <= last && "bg-accent-soft",
                )}
              >
                {outcomeBars.map(({ outcome, fill }) => {
                  const n = bucket[outcome];
                  return n === 0 ? null : (
                    <span
                      key={outcome}
                      style={{ ...fill, height: `${(n / most) * 100}%` }}
                      className="block min-h-[2px] shrink-0 first:rounded-b-[1px] last:rounded-t-[1px]"
                    />
                  );
                })}
              </Link>
            </li>
          ))}
          {mark !== undefined && (
            <li
              aria-hidden="true"
              style={{ left: `${mark * 100}%` }}
              className="pointer-events-none absolute inset-y-0 w-px bg-accent"
            />
          )}
        </ol>
      </div>
      <Link
        ref={zoom}
        href={hrefOf(first, last)}
        scroll={false}
        prefetch={false}
        tabIndex={-1}
        aria-hidden="true"
        hidden
      >
        Zoom
      </Link>
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </HistogramFrame>
  );
}

const middleOf = ({ from, to }: Counted): string => new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();

/** How far a moment lies between both ends; undefined outside them. */
function shareOf({ buckets, bucketSeconds }: Counted, at: string): number | undefined {
  const [start] = buckets;
  const end = buckets.at(-1);
  if (start === undefined || end === undefined) return undefined;
  const [from, to] = [Date.parse(start.at), Date.parse(end.at) + bucketSeconds * 1000];
  const share = (Date.parse(at) - from) / (to - from);
  return share >= 0 && share <= 1 ? share : undefined;
}
