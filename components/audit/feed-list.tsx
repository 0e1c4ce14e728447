"use client";

import { useRef, useState } from "react";
import { toWeekday } from "@/components/ui/time-words";
import type { AuditEvent } from "@/lib/audit/event";
import { AuditRow } from "./audit-row";
import { FeedChunk } from "./feed-chunk";
import { FeedKeys } from "./feed-keys";
import { LoadMore, type NextPage } from "./load-more";

/** Neighbours of the same UTC day, in their order. */
function byDay(events: readonly AuditEvent[]): { day: string; events: AuditEvent[] }[] {
  const groups: { day: string; events: AuditEvent[] }[] = [];
  for (const event of events) {
    const day = event.occurredAt.slice(0, 10);
    const last = groups.at(-1);
    if (last?.day === day) last.events.push(event);
    else groups.push({ day, events: [event] });
  }
  return groups;
}

/** From so many rows on, those far from the window are let go of. */
const windowedFrom = 150;
const chunkSize = 25;

function toChunks(events: readonly AuditEvent[]): (readonly AuditEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / chunkSize) }, (_, index) =>
    events.slice(index * chunkSize, (index + 1) * chunkSize),
  );
}

/** The rows of a feed, and what script adds to them: the keyboard, and further pages appended here. */
export function FeedList({
  tenant,
  events,
  next,
  complete,
  label,
}: {
  tenant: string;
  /** The first page; unless `complete`, without what only an opened row needs. */
  events: readonly AuditEvent[];
  next: NextPage | null;
  complete: boolean;
  label: string;
}) {
  const [more, setMore] = useState<{ after: readonly AuditEvent[]; events: AuditEvent[]; next: NextPage | null }>();
  // What was appended belongs to the page it was appended to: new filters bring a new first page and start over.
  const appended = more?.after === events ? more : undefined;
  const onward = appended === undefined ? next : appended.next;
  const shown = appended === undefined ? events : [...events, ...appended.events];
  const first = new Set(events);
  const list = useRef<HTMLElement>(null);
  return (
    <section ref={list} aria-label={label} className="@container min-w-0">
      <div className="rounded-lg border border-line">
        {byDay(shown).map(({ day, events: ofDay }) => (
          <div key={`${day}/${ofDay[0]?.id}`} className="group/day not-last:border-line not-last:border-b">
            <h2 className="sticky top-12 z-10 flex items-baseline gap-2 border-line border-b bg-sunken px-3 py-1.5 font-medium text-fg-muted text-xs group-first/day:rounded-t-lg md:top-0">
              {toWeekday(`${day}T00:00:00Z`)}
              <span className="font-normal text-fg-subtle">UTC</span>
            </h2>
            {toChunks(ofDay).map((chunk) => (
              <FeedChunk key={chunk[0]?.id} windowed={shown.length > windowedFrom}>
                {chunk.map((event) => (
                  <AuditRow key={event.id} tenant={tenant} event={event} complete={complete || !first.has(event)} />
                ))}
              </FeedChunk>
            ))}
          </div>
        ))}
      </div>
      {onward !== null && (
        <LoadMore
          next={onward}
          onPage={(page, further) =>
            setMore({ after: events, events: [...(appended?.events ?? []), ...page], next: further })
          }
        />
      )}
      <FeedKeys feed={list} />
    </section>
  );
}
