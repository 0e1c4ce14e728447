"use client";

import { type ReactNode, useRef, useState } from "react";
import { toClock, toWeekday } from "@/components/ui/time-words";
import type { AuditEvent } from "@/lib/audit/event";
import { AuditRow } from "./audit-row";
import { FeedChunk } from "./feed-chunk";
import { FeedKeys } from "./feed-keys";
import { FeedTools } from "./feed-tools";
import { LoadMore, type NextPage } from "./load-more";
import { NewEvents } from "./new-events";
import { useLive } from "./use-live";
import { useZone, type Zone } from "./zone";
import { inZone } from "./zone-time";

type Day = { day: string; live: AuditEvent[]; events: AuditEvent[] };

/** Neighbours of the same day, in their order; what came live apart from the rest. */
function byDay(live: readonly AuditEvent[], events: readonly AuditEvent[], zone: Zone): Day[] {
  const days: Day[] = [];
  const put = (event: AuditEvent, where: "live" | "events") => {
    const day = inZone(event.occurredAt, zone).slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last[where].push(event);
    else days.push({ day, live: [], events: [], [where]: [event] });
  };
  for (const event of live) put(event, "live");
  for (const event of events) put(event, "events");
  return days;
}

/** From so many rows on, those far from the window are let go of. */
const windowedFrom = 150;
const chunkSize = 25;

function toChunks(events: readonly AuditEvent[]): (readonly AuditEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / chunkSize) }, (_, index) =>
    events.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

/** How far the top of the list may have gone up before its rows count as being read. */
const atTopPx = 48;

/** Nobody is reading: the top is in view, no row is open, and neither pointer nor focus is among the rows or on what shows new ones. */
function isIdle(rows: HTMLElement | null): boolean {
  if (rows === null) return true;
  return (
    rows.getBoundingClientRect().top > -atTopPx &&
    rows.querySelector("details[open]") === null &&
    !rows.matches(":hover") &&
    !rows.contains(document.activeElement)
  );
}

/** The rows of a feed, and what script adds to them: the keyboard, what is new, and further pages appended here. */
export function FeedList({
  tenant,
  events,
  next,
  complete,
  label,
  query,
  own,
  live: address,
  tools,
  empty,
}: {
  tenant: string;
  /** The first page; unless `complete`, without what only an opened row needs. */
  events: readonly AuditEvent[];
  next: NextPage | null;
  complete: boolean;
  label: string;
  /** The search that an event's own page goes on with. */
  query: string;
  /** The reader's own events, on their own pages. */
  own: boolean;
  /** Address of the search in the API, where it can be followed. */
  live: string | null;
  tools: ReactNode;
  empty: ReactNode;
}) {
  const zone = useZone();
  const [more, setMore] = useState<{ after: readonly AuditEvent[]; events: AuditEvent[]; next: NextPage | null }>();
  const [on, setOn] = useState(false);
  const [paused, setPaused] = useState(false);
  const list = useRef<HTMLElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  // What was appended belongs to the page it was appended to: new filters bring a new first page and start over.
  const appended = more?.after === events ? more : undefined;
  const onward = appended === undefined ? next : appended.next;
  const shown = appended === undefined ? events : [...events, ...appended.events];
  const first = new Set(events);
  const live = useLive({
    on: on && address !== null,
    address: address ?? "",
    shown,
    mayShow: () => !paused && isIdle(rows.current),
  });
  const known = new Set(events.map(({ id }) => id));
  const fresh = address === null ? [] : live.fresh.filter(({ id }) => !known.has(id));
  const total = fresh.length + shown.length;
  const days = byDay(fresh, shown, zone);
  const began = address === null ? null : live.since;
  // Where the page's own rows begin: under what came live.
  const seamAt = days.findIndex((day) => day.events.length > 0);

  const show = (event: { detail: number }) => {
    live.show();
    rows.current?.scrollIntoView({ block: "nearest" });
    // Whoever pressed a key is led to what came; a pointer is somewhere already.
    if (event.detail === 0)
      requestAnimationFrame(() => rows.current?.querySelector<HTMLElement>("[data-row]")?.focus());
  };

  return (
    <section ref={list} aria-label={label} className="@container grid min-w-0 grid-cols-1">
      {(tools !== undefined || address !== null) && (
        <FeedTools
          {...(address === null
            ? {}
            : {
                live: {
                  on,
                  status: live.status,
                  paused,
                  turn: (to: boolean) => {
                    setOn(to);
                    setPaused(false);
                  },
                  pause: setPaused,
                },
              })}
        >
          {tools}
        </FeedTools>
      )}
      <p role="status" className="sr-only">
        {live.spoken}
      </p>
      <div ref={rows} className="min-w-0">
        <NewEvents count={live.waiting.length} onShow={show} />
        {total === 0 && began === null ? (
          empty
        ) : (
          <div className="rounded-lg border border-line">
            {days.map(({ day, live: ofLive, events: ofDay }, index) => (
              <div
                key={`${day}/${ofDay[0]?.id ?? "live"}`}
                className="group/day not-last:border-line not-last:border-b"
              >
                <h2 className="sticky top-12 z-10 flex items-baseline gap-2 border-line border-b bg-sunken px-3 py-1.5 font-medium text-fg-muted text-xs group-first/day:rounded-t-lg md:top-0">
                  {toWeekday(`${day}T00:00:00Z`)}
                  <span className="font-normal text-fg-subtle">{zone === "utc" ? "UTC" : "your time"}</span>
                </h2>
                {ofLive.length > 0 && (
                  <ol className="border-line border-b last:border-b-0">
                    {ofLive.map((event) => (
                      <AuditRow
                        key={event.id}
                        tenant={tenant}
                        event={event}
                        complete
                        zone={zone}
                        query={query}
                        own={own}
                      />
                    ))}
                  </ol>
                )}
                {began !== null && index === seamAt && <Seam since={began} zone={zone} cut={live.cut} />}
                {toChunks(ofDay).map((chunk) => (
                  <FeedChunk key={chunk[0]?.id} windowed={total > windowedFrom}>
                    {chunk.map((event) => (
                      <AuditRow
                        key={event.id}
                        tenant={tenant}
                        event={event}
                        complete={complete || !first.has(event)}
                        zone={zone}
                        query={query}
                        own={own}
                      />
                    ))}
                  </FeedChunk>
                ))}
              </div>
            ))}
            {began !== null && seamAt < 0 && <Seam since={began} zone={zone} cut={live.cut} />}
          </div>
        )}
      </div>
      {onward !== null && (
        <LoadMore
          next={onward}
          onPage={(page, further) =>
            setMore({ after: events, events: [...(appended?.events ?? []), ...page], next: further })
          }
        />
      )}
      <FeedKeys feed={list} full={tools !== undefined} />
    </section>
  );
}

/** Where following began: what is above came while the page was open. */
function Seam({ since, zone, cut }: { since: string; zone: Zone; cut: boolean }) {
  return (
    <p className="flex items-center gap-3 border-line border-b bg-accent-soft px-3 py-1 text-accent text-xs">
      Live since {toClock(inZone(since, zone))}
      {cut && <span>More came than a page can hold: reload it to see what is left out here.</span>}
    </p>
  );
}
