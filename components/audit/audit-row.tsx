"use client";

import { type ComponentType, memo, useEffect, useRef, useState } from "react";
import { toClock, toPrecise } from "@/components/ui/time-words";
import type { AuditEvent } from "@/lib/audit/event";
import { present } from "@/lib/audit/present";
import { paths } from "@/lib/kernel/paths";
import type { EventDetails } from "./event-details";
import { OutcomeBadge } from "./outcome-badge";
import { toReasonLabel } from "./reason-label";
import { toEventHref } from "./to-event-href";
import { toWho, withoutWho } from "./who";
import type { Zone } from "./zone";
import { inZone } from "./zone-time";

type Details = ComponentType<Parameters<typeof EventDetails>[0]>;

/** The details are a chunk of their own, fetched when first needed (or when a pointer comes near). */
let arriving: Promise<Details> | undefined;
const detailsComponent = (): Promise<Details> => {
  arriving ??= import("./event-details").then((module) => module.EventDetails);
  return arriving;
};

const underWay = new Map<string, Promise<AuditEvent>>();

/** The whole event; asked for once, be it by the pointer coming down or by the row opening. */
function fetchEvent(tenant: string, id: string): Promise<AuditEvent> {
  const address = paths.api(tenant, `events/${encodeURIComponent(id)}`);
  const found =
    underWay.get(address) ??
    fetch(address, { headers: { accept: "application/json" } }).then((response) => {
      if (!response.ok) throw new Error(`The event could not be read (${response.status}).`);
      return response.json() as Promise<AuditEvent>; // safe because the API answers this path with exactly this shape
    });
  underWay.set(address, found);
  // Rows never change, so an answer may stay; a failure may not.
  found.catch(() => underWay.delete(address));
  return found;
}

function OpenRow({
  tenant,
  event,
  complete,
  query,
  own,
}: {
  tenant: string;
  event: AuditEvent;
  complete: boolean;
  query: string;
  own: boolean;
}) {
  const [Full, setFull] = useState<Details | null>(null);
  const [whole, setWhole] = useState<AuditEvent | null>(complete ? event : null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let wanted = true;
    const fail = () => wanted && setFailed(true);
    detailsComponent().then((Component) => wanted && setFull(() => Component), fail);
    if (!complete) fetchEvent(tenant, event.id).then((found) => wanted && setWhole(found), fail);
    return () => {
      wanted = false;
    };
  }, [tenant, event.id, complete]);

  if (failed || Full === null || whole === null) {
    return (
      <p className="text-fg-muted" role="status">
        {failed ? "The details could not be loaded here. " : "Loading the details… "}
        <a href={toEventHref(tenant, event.id, query, own)} className="underline underline-offset-3">
          Open the event's own page
        </a>
      </p>
    );
  }
  return <Full tenant={tenant} event={whole} query={query} own={own} />;
}

/** The facts of a row for who reads without script; in a browser with script this is text that is never parsed. */
function Plain({ tenant, event, query, own }: { tenant: string; event: AuditEvent; query: string; own: boolean }) {
  const facts: [string, string | null | undefined][] = [
    ["Occurred", toPrecise(event.occurredAt)],
    ["Type", event.type],
    ["Actor", event.actor.key],
    ["On behalf of", event.human?.key],
    ["Instance", event.instance?.id],
    ["Resource", event.resource?.key],
    ["Decision", event.decision],
    ["Reason", event.reason?.text],
    [
      "Policy",
      event.policy === null ? null : `${event.policy.name} (${event.policy.id}, version ${event.policy.version})`,
    ],
    ["Allowed", event.buckets?.allowed.join(", ")],
    ["Conditional", event.buckets?.conditional.join(", ")],
    ["Denied", event.buckets?.denied.join(", ")],
    ["Error", event.error === null ? null : `${event.error.type}: ${event.error.message}`],
    ["IP address", event.ip],
    ["Event id", event.id],
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== "")
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-fg-muted">{name}</dt>
              <dd className="[overflow-wrap:anywhere]">{value}</dd>
            </div>
          ))}
      </dl>
      <p className="pt-2">
        <a href={toEventHref(tenant, event.id, query, own)} className="underline underline-offset-3">
          Everything about this event
        </a>
      </p>
    </>
  );
}

/** The part of the sentence after its subject, with the tool's name set as code. */
function Deed({ event, sentence }: { event: AuditEvent; sentence: string }) {
  const deed = withoutWho(event, sentence);
  const tool = event.tool?.name;
  const at = tool === undefined ? -1 : deed.indexOf(tool);
  if (tool === undefined || at < 0) return deed;
  return (
    <>
      {deed.slice(0, at)}
      <code className="font-medium font-mono text-fg">{tool}</code>
      {deed.slice(at + tool.length)}
    </>
  );
}

/**
 * One line of the log, and under it, when opened, everything about the event. `<details>` opens before any script has
 * arrived; script then brings the full record into it.
 */
export const AuditRow = memo(function AuditRow({
  tenant,
  event,
  complete,
  zone,
  query,
  own,
}: {
  tenant: string;
  event: AuditEvent;
  complete: boolean;
  zone: Zone;
  /** The search that the event's own page goes on with. */
  query: string;
  /** The reader's own events, on their own pages. */
  own: boolean;
}) {
  const element = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  // Opened by hand before this component was alive, or by the address.
  useEffect(() => {
    if (window.location.hash === `#${event.id}`) element.current?.setAttribute("open", "");
    setOpen(element.current?.open ?? false);
  }, [event.id]);

  const { sentence } = present(event);
  const { actor, human } = toWho(event);
  return (
    <li id={event.id} className="skip-offscreen border-line border-b last:border-b-0">
      <details ref={element} onToggle={(toggled) => setOpen(toggled.currentTarget.open)}>
        <summary
          data-row
          onPointerEnter={detailsComponent}
          onPointerDown={complete || open ? undefined : () => fetchEvent(tenant, event.id).catch(() => {})}
          className="log-line summary-chevron"
        >
          <time dateTime={event.occurredAt} title={toPrecise(event.occurredAt)} className="log-when">
            {toClock(inZone(event.occurredAt, zone))}
          </time>
          <OutcomeBadge outcome={event.outcome} inList className="justify-self-start @max-3xl:order-2" />
          <span className="log-who">
            <span className="font-medium">{actor}</span>
            {human !== null && <span className="text-fg-muted"> for {human}</span>}
          </span>
          <span className="log-what">
            <Deed event={event} sentence={sentence} />
          </span>
          <span title={event.reason?.text} className="log-why">
            {event.reason === null || event.decision === "allow" ? "–" : toReasonLabel(event.reason)}
          </span>
          <span className="log-where">{event.resource?.key ?? event.server ?? ""}</span>
        </summary>
        <div className="border-line border-t bg-canvas px-4 pt-4 pb-6">
          {open && <OpenRow tenant={tenant} event={event} complete={complete} query={query} own={own} />}
          <noscript>
            <Plain tenant={tenant} event={event} query={query} own={own} />
          </noscript>
        </div>
      </details>
    </li>
  );
});
