import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { JsonView } from "@/components/ui/json-view";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEvent } from "@/lib/audit/event";
import { present } from "@/lib/audit/present";
import type { ExplainedStep } from "@/lib/policy/decision";
import { ChangeDiff } from "./change-diff";
import { DetailsSection } from "./details-section";
import { EventArguments } from "./event-arguments";
import { EventDecision } from "./event-decision";
import { EventRecord } from "./event-record";
import { EventResult } from "./event-result";
import { EventWhat } from "./event-what";
import { EventWho } from "./event-who";
import { isDecidedCall } from "./is-decided-call";
import { toEventHref } from "./to-event-href";
import { ToolBuckets } from "./tool-buckets";

const ownPayload = (
  <p className="text-fg-muted text-xs">Stored values can be seen by auditors and owners of the environment.</p>
);

/**
 * Everything that is on record about one event. `payload` stands where the arguments' values would be when they are
 * not part of the event (a link to reveal them, or why one may not).
 */
export function EventDetails({
  tenant,
  event,
  payload,
  chain,
  why,
  permalink = true,
  query = "",
  own = false,
}: {
  tenant: string;
  event: AuditEvent;
  payload?: ReactNode;
  /** The whole chain of the decision, where it was asked for; otherwise the stored one is shown. */
  chain?: readonly ExplainedStep[] | undefined;
  /** What is said about the decision besides what is on record: what would have allowed it, where to try it. */
  why?: ReactNode;
  /** Shows the way to the event's own page; off on that page. */
  permalink?: boolean | undefined;
  /** The search that the event's own page goes on with. */
  query?: string | undefined;
  /** The reader's own events on their own pages: nothing leads into the console. */
  own?: boolean | undefined;
}) {
  const level = permalink ? 3 : 2;
  const decided = event.decision !== null || event.chain.length > 0 || event.policy !== null || event.reason !== null;
  return (
    <div className="@container min-w-0">
      <div className="grid @4xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] gap-x-10 gap-y-6">
        <div className="grid min-w-0 content-start gap-6">
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
            <p className="min-w-0 flex-1 basis-72 text-base [overflow-wrap:anywhere]">{present(event).sentence}.</p>
            {permalink && (
              <ButtonLink href={toEventHref(tenant, event.id, query, own)} size="sm" icon="link">
                {own ? "Why, and report it" : "Permalink"}
              </ButtonLink>
            )}
          </div>
          {event.error !== null && event.outcome !== "denied" && (
            <DetailsSection level={level} title="Error">
              <p className="rounded-md border border-error-line bg-error-soft px-3 py-2 text-error">
                <code className="font-mono font-semibold">{event.error.type}</code>
                <span className="block [overflow-wrap:anywhere]">{event.error.message}</span>
              </p>
            </DetailsSection>
          )}
          {decided && <EventDecision event={event} tenant={tenant} level={level} chain={chain} own={own} />}
          {why}
          {permalink && !own && isDecidedCall(event) && (
            <p>
              <TextLink href={`${toEventHref(tenant, event.id, query)}#why`} prefetch={false}>
                {event.decision === "deny" ? "What would have allowed it" : "Its whole chain, and what if"}
              </TextLink>
            </p>
          )}
          {event.buckets !== null && (
            <DetailsSection level={level} title="Tools at this moment">
              <ToolBuckets buckets={event.buckets} />
            </DetailsSection>
          )}
          {event.changes !== null && (
            <DetailsSection level={level} title="Changes">
              <ChangeDiff changes={event.changes} />
            </DetailsSection>
          )}
          <EventArguments event={event} tenant={tenant} payload={own ? ownPayload : payload} level={level} />
          <EventResult event={event} tenant={tenant} payload={own ? ownPayload : payload} level={level} />
          {Object.keys(event.details).length > 0 && (
            <DetailsSection level={level} title="Details">
              <JsonView value={event.details} label="details" open={2} />
            </DetailsSection>
          )}
        </div>
        <div className="grid @lg:@max-4xl:grid-cols-2 content-start gap-x-10 gap-y-6">
          <DetailsSection level={level} title="Who">
            <EventWho event={event} tenant={tenant} own={own} />
          </DetailsSection>
          <DetailsSection level={level} title="What">
            <EventWhat event={event} tenant={tenant} own={own} />
          </DetailsSection>
          <DetailsSection level={level} title="Record">
            <EventRecord event={event} />
          </DetailsSection>
        </div>
      </div>
      <details className="group/raw mt-6">
        <summary className="flex w-fit items-center gap-1 rounded-xs py-0.5 font-medium text-fg-muted hover:text-fg">
          <Icon name="chevron-right" size={14} className="transition-transform group-open/raw:rotate-90" />
          Raw event
        </summary>
        <div className="pt-2">
          <JsonView value={event} label="raw event" open={1} />
        </div>
      </details>
    </div>
  );
}
