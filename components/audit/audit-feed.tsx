"use client";

import { type ReactNode, useRef, useState } from "react";
import { toWeekday } from "@/components/ui/time-words";
import type { AuditEvent } from "@/lib/audit/event";
import { AuditRow } from "./audit-row";
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

/**
 * The log as a person reads it: newest first, a line an event, each opening in place. Rendered by the server; script
 * adds the keyboard, the full record inside an open row, and further pages appended here.
 */
export function AuditFeed({
  tenant,
  events,
  next = null,
  complete = true,
  label = "Events",
  empty,
}: {
  tenant: string;
  events: readonly AuditEvent[];
  next?: NextPage | null | undefined;
  /** Whether the events carry everything; if not, an opened row fetches its whole event from the API. */
  complete?: boolean | undefined;
  label?: string | undefined;
  /** Shown in place of the list when there is nothing. */
  empty?: ReactNode;
}) {
  const [more, setMore] = useState<{ after: readonly AuditEvent[]; events: AuditEvent[]; next: NextPage | null }>();
  // What was appended belongs to the page it was appended to: new filters bring a new first page and start over.
  const appended = more?.after === events ? more : undefined;
  const onward = appended === undefined ? next : appended.next;
  const list = useRef<HTMLElement>(null);
  if (events.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <section ref={list} aria-label={label} className="@container min-w-0">
      <div className="rounded-lg border border-line">
        {byDay(appended === undefined ? events : [...events, ...appended.events]).map(({ day, events: ofDay }) => (
          <div key={`${day}/${ofDay[0]?.id}`} className="group/day">
            <h2 className="sticky top-12 z-10 flex items-baseline gap-2 border-line border-b bg-sunken px-3 py-1.5 font-medium text-fg-muted text-xs group-first/day:rounded-t-lg md:top-0">
              {toWeekday(`${day}T00:00:00Z`)}
              <span className="font-normal text-fg-subtle">UTC</span>
            </h2>
            <ol className="border-line group-not-last/day:border-b">
              {ofDay.map((event) => (
                <AuditRow key={event.id} tenant={tenant} event={event} complete={complete} />
              ))}
            </ol>
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
