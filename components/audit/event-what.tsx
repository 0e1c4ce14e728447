import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEvent } from "@/lib/audit/event";
import { paths } from "@/lib/kernel/paths";
import { LevelBadge } from "./level-badge";
import { OutcomeBadge } from "./outcome-badge";
import { toMs } from "./to-ms";

/** What it was about and how it went. `own`: without links into the console. */
export function EventWhat({ event, tenant, own = false }: { event: AuditEvent; tenant: string; own?: boolean }) {
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
          {own ? server : <TextLink href={paths.server(tenant, server)}>{server}</TextLink>}
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
