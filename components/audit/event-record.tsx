import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Time } from "@/components/ui/time";
import type { AuditEvent } from "@/lib/audit/event";

const surfaces: Record<AuditEvent["surface"], string> = {
  mcp: "MCP endpoint",
  console: "Console",
  api: "HTTP API",
  cli: "Command line",
  system: "Countersign itself",
};

/** When and where from, and what identifies the row itself. */
export function EventRecord({ event }: { event: AuditEvent }) {
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
