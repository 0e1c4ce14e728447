import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { JsonView } from "@/components/ui/json-view";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { AuditEvent } from "@/lib/audit/event";
import { present } from "@/lib/audit/present";
import { paths } from "@/lib/kernel/paths";
import { ChangeDiff } from "./change-diff";
import { DecisionBadge } from "./decision-badge";
import { DecisionChain } from "./decision-chain";
import { LevelBadge } from "./level-badge";
import { OutcomeBadge } from "./outcome-badge";
import { PolicyLabel } from "./policy-label";
import { toCheckText } from "./to-check-text";
import { ToolBuckets } from "./tool-buckets";

const surfaces: Record<AuditEvent["surface"], string> = {
  mcp: "MCP endpoint",
  console: "Console",
  api: "HTTP API",
  cli: "Command line",
  system: "Countersign itself",
};

const toMs = (ms: number): string =>
  ms < 10 ? `${Number(ms.toFixed(2))} ms` : `${Math.round(ms).toLocaleString("en")} ms`;
const toBytes = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1_048_576
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / 1_048_576).toFixed(1)} MiB`;

/** Headings one level under whatever the details stand in: the event's own page, or a day of the feed. */
type Level = 2 | 3;

function Section({
  title,
  level,
  actions,
  children,
}: {
  title: string;
  level: Level;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className="min-w-0">
      <div className="flex items-center justify-between gap-3 pb-1.5">
        <Heading className="font-semibold">{title}</Heading>
        {actions}
      </div>
      {children}
    </section>
  );
}

function Who({ event, tenant }: { event: AuditEvent; tenant: string }) {
  const { actor, human, agent, instance } = event;
  return (
    <KeyValues>
      {agent === null && (
        <KeyValue name="Actor">
          {actor.name ?? actor.key} <span className="text-fg-subtle">{actor.type}</span>
        </KeyValue>
      )}
      {agent !== null && (
        <KeyValue name="Agent">
          <TextLink href={paths.agent(tenant, agent.slug)}>{agent.name}</TextLink>
        </KeyValue>
      )}
      {human !== null && (
        <KeyValue name={actor.type === "human" ? "Human" : "On behalf of"}>
          <TextLink href={paths.human(tenant, human.key)}>{human.name ?? human.email ?? human.key}</TextLink>
          {human.name !== null && human.email !== null && (
            <span className="block text-fg-muted text-xs">{human.email}</span>
          )}
        </KeyValue>
      )}
      <KeyValue name="Actor key" mono copy={actor.key}>
        {actor.key}
      </KeyValue>
      {human !== null && human.key !== actor.key && (
        <KeyValue name="Human key" mono copy={human.key}>
          {human.key}
        </KeyValue>
      )}
      {instance !== null && (
        <>
          <KeyValue name="Instance" mono copy={instance.id}>
            {agent === null ? (
              instance.id
            ) : (
              <TextLink href={paths.instance(tenant, agent.slug, instance.id)}>{instance.id}</TextLink>
            )}
            {instance.label !== "" && <span className="block font-sans text-fg-muted">{instance.label}</span>}
          </KeyValue>
          <KeyValue name="Client">
            {instance.clientName === null
              ? null
              : [instance.clientName, instance.clientVersion].filter(Boolean).join(" ")}
          </KeyValue>
          <KeyValue name="MCP protocol">{instance.protocolVersion}</KeyValue>
        </>
      )}
    </KeyValues>
  );
}

function What({ event, tenant }: { event: AuditEvent; tenant: string }) {
  const { server, tool, resource, durationMs } = event;
  return (
    <KeyValues>
      <KeyValue name="Event type" mono>
        {event.type}
      </KeyValue>
      <KeyValue name="Outcome">
        <OutcomeBadge outcome={event.outcome} />
      </KeyValue>
      {server !== null && (
        <KeyValue name="Server">
          <TextLink href={paths.server(tenant, server)}>{server}</TextLink>
        </KeyValue>
      )}
      {tool !== null && (
        <>
          <KeyValue name="Tool">
            <span className="inline-flex flex-wrap items-center gap-2">
              <code className="font-mono">{tool.name}</code>
              {tool.level !== null && <LevelBadge level={tool.level} />}
            </span>
            {tool.slug !== tool.name && <span className="block font-mono text-fg-muted text-xs">{tool.slug}</span>}
          </KeyValue>
          {tool.definitionHash !== null && (
            <KeyValue name="Tool definition" mono copy={tool.definitionHash}>
              {tool.definitionHash.slice(0, 16)}…
            </KeyValue>
          )}
        </>
      )}
      {resource !== null && (
        <KeyValue name="Resource" mono copy={resource.key}>
          {resource.key}
          <span className="block font-sans text-fg-muted">
            {resource.type} {resource.name}
          </span>
        </KeyValue>
      )}
      {durationMs !== null && (
        <KeyValue name="Duration">
          {toMs(durationMs.total)}
          <span className="block text-fg-muted text-xs">
            {toMs(durationMs.policy)} deciding
            {durationMs.upstream !== null && `, ${toMs(durationMs.upstream)} at the server`}
          </span>
        </KeyValue>
      )}
    </KeyValues>
  );
}

function Record({ event }: { event: AuditEvent }) {
  return (
    <KeyValues>
      <KeyValue name="Occurred" copy={event.occurredAt}>
        <Time value={event.occurredAt} format="precise" />
      </KeyValue>
      <KeyValue name="Recorded">
        <Time value={event.recordedAt} format="precise" />
      </KeyValue>
      <KeyValue name="Event id" mono copy={event.id}>
        {event.id}
      </KeyValue>
      <KeyValue name="Request id" mono copy={event.requestId}>
        {event.requestId}
      </KeyValue>
      {event.traceId !== null && (
        <KeyValue name="Trace id" mono copy={event.traceId}>
          {event.traceId}
        </KeyValue>
      )}
      {event.session !== null && (
        <KeyValue name="Session digest" mono copy={event.session}>
          {event.session}
        </KeyValue>
      )}
      <KeyValue name="Came in by">{surfaces[event.surface] ?? event.surface}</KeyValue>
      <KeyValue name="IP address" mono {...(event.ip === null ? {} : { copy: event.ip })}>
        {event.ip}
      </KeyValue>
      <KeyValue name="User agent" mono>
        {event.userAgent}
      </KeyValue>
      <KeyValue name="Sequence" mono>
        {event.seq}
      </KeyValue>
      <KeyValue name="Leaf hash" mono copy={event.hash}>
        {event.hash}
      </KeyValue>
    </KeyValues>
  );
}

function DecisionPart({ event, tenant, level }: { event: AuditEvent; tenant: string; level: Level }) {
  const { decision, reason, policy, check, chain, error } = event;
  return (
    <Section level={level} title="Decision" actions={decision !== null && <DecisionBadge decision={decision} />}>
      <div className="grid gap-3">
        {reason !== null && (
          <p>
            {reason.text}{" "}
            <code className="rounded-xs bg-selected px-1 py-0.5 font-mono text-2xs text-fg-muted">{reason.code}</code>{" "}
            {event.outcome === "denied" && error !== null && (
              <code className="rounded-xs bg-selected px-1 py-0.5 font-mono text-2xs text-fg-muted">{error.type}</code>
            )}
          </p>
        )}
        {policy !== null && (
          <div className="rounded-md border border-line bg-surface px-3 py-2">
            <p className="flex flex-wrap items-center justify-between gap-x-3">
              <span>
                <span className="text-fg-muted">Policy, as it was then: </span>
                <PolicyLabel tenant={tenant} policy={policy} />
              </span>
              <span className="flex items-center gap-1 font-mono text-fg-subtle text-xs">
                {policy.id}
                <CopyButton text={policy.id} what="policy id" className="-my-1" />
              </span>
            </p>
            {policy.description !== "" && <p className="text-fg-muted text-xs">{policy.description}</p>}
          </div>
        )}
        {check !== null && (
          <div className="flex min-w-0 items-start justify-between gap-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 py-0.5 font-mono text-xs [overflow-wrap:anywhere]">{toCheckText(check)}</code>
            <CopyButton text={toCheckText(check)} what="authorization check" />
          </div>
        )}
        {chain.length > 0 && <DecisionChain tenant={tenant} chain={chain} />}
      </div>
    </Section>
  );
}

function Arguments({ event, payload, level }: { event: AuditEvent; payload: ReactNode; level: Level }) {
  const kept = event.arguments;
  if (kept === null) return null;
  return (
    <Section
      level={level}
      title="Arguments"
      actions={<span className="text-fg-muted text-xs">{toBytes(kept.bytes)}</span>}
    >
      {"value" in kept && kept.value !== undefined ? (
        <JsonView value={kept.value} label="arguments" open={2} />
      ) : (
        <div className="grid gap-1.5">
          <p className="flex flex-wrap gap-1.5">
            {kept.keys.length === 0
              ? "No arguments."
              : kept.keys.map((key) => (
                  <code key={key} className="rounded-xs border border-line bg-sunken px-1.5 font-mono text-xs">
                    {key}
                  </code>
                ))}
          </p>
          {payload}
        </div>
      )}
      {kept.redacted.length > 0 && (
        <p className="mt-1.5 flex flex-wrap items-center gap-1.5 text-fg-muted text-xs">
          <Icon name="lock" size={13} />
          Removed before storing: <code className="font-mono">{kept.redacted.join(", ")}</code>
        </p>
      )}
    </Section>
  );
}

/**
 * Everything that is on record about one event. `payload` stands where the arguments' values would be when they are
 * not part of the event (a link to reveal them, or why one may not).
 */
export function EventDetails({
  tenant,
  event,
  payload,
  permalink = true,
}: {
  tenant: string;
  event: AuditEvent;
  payload?: ReactNode;
  /** Shows the way to the event's own page; off on that page. */
  permalink?: boolean | undefined;
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
              <ButtonLink href={paths.event(tenant, event.id)} size="sm" icon="link">
                Permalink
              </ButtonLink>
            )}
          </div>
          {event.error !== null && event.outcome !== "denied" && (
            <Section level={level} title="Error">
              <p className="rounded-md border border-error-line bg-error-soft px-3 py-2 text-error">
                <code className="font-mono font-semibold">{event.error.type}</code>
                <span className="block [overflow-wrap:anywhere]">{event.error.message}</span>
              </p>
            </Section>
          )}
          {decided && <DecisionPart event={event} tenant={tenant} level={level} />}
          {event.buckets !== null && (
            <Section level={level} title="Tools at this moment">
              <ToolBuckets buckets={event.buckets} />
            </Section>
          )}
          {event.changes !== null && (
            <Section level={level} title="Changes">
              <ChangeDiff changes={event.changes} />
            </Section>
          )}
          <Arguments event={event} payload={payload} level={level} />
          {event.result !== null && (
            <Section level={level} title="Result">
              <p className="text-fg-muted">
                {event.result.isError ? "The tool reported an error" : "The tool answered"} with{" "}
                {toBytes(event.result.bytes)}
                {event.result.progress > 0 &&
                  `, after ${event.result.progress} progress ${event.result.progress === 1 ? "message" : "messages"}`}
                . Digest <code className="font-mono text-xs [overflow-wrap:anywhere]">{event.result.digest}</code>
              </p>
            </Section>
          )}
          {Object.keys(event.details).length > 0 && (
            <Section level={level} title="Details">
              <JsonView value={event.details} label="details" open={2} />
            </Section>
          )}
        </div>
        <div className="grid @lg:@max-4xl:grid-cols-2 content-start gap-x-10 gap-y-6">
          <Section level={level} title="Who">
            <Who event={event} tenant={tenant} />
          </Section>
          <Section level={level} title="What">
            <What event={event} tenant={tenant} />
          </Section>
          <Section level={level} title="Record">
            <Record event={event} />
          </Section>
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
