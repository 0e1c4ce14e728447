import type { ReactNode } from "react";
import type { AuditEvent } from "@/lib/audit/event";
import { DetailsSection, type HeadingLevel } from "./details-section";
import { EventPayload } from "./event-payload";
import { KeptNote } from "./kept-note";
import { toBytes } from "./to-bytes";

/** What is kept of a call's result. The value itself is shown with the arguments, where there are any. */
export function EventResult({
  event,
  tenant,
  payload,
  level,
}: {
  event: AuditEvent;
  tenant: string;
  /** Stands where the value would be, when there are no arguments that it stands with. */
  payload: ReactNode;
  level: HeadingLevel;
}) {
  const { result } = event;
  if (result === null) return null;
  return (
    <DetailsSection level={level} title="Result">
      <p className="text-fg-muted">
        {result.isError ? "The tool reported an error" : "The tool answered"} with {toBytes(result.bytes)}
        {result.progress > 0 && `, after ${result.progress} progress ${result.progress === 1 ? "message" : "messages"}`}
        {result.asked !== undefined && `, having asked the client for ${result.asked.join(", ")}`}. Digest{" "}
        <code className="font-mono text-xs [overflow-wrap:anywhere]">{result.digest}</code>
      </p>
      {event.arguments === null && (payload ?? <EventPayload tenant={tenant} event={event} />)}
      <KeptNote kept={result} />
    </DetailsSection>
  );
}
