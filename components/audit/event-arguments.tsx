import type { ReactNode } from "react";
import { JsonView } from "@/components/ui/json-view";
import type { AuditEvent } from "@/lib/audit/event";
import { DetailsSection, type HeadingLevel } from "./details-section";
import { EventPayload } from "./event-payload";
import { KeptNote } from "./kept-note";
import { toBytes } from "./to-bytes";

/** What is kept of a call's arguments: the value where it is at hand, else its names and the way to see what is stored. */
export function EventArguments({
  event,
  tenant,
  payload,
  level,
}: {
  event: AuditEvent;
  tenant: string;
  /** Stands where the value would be; without it a button that shows it. */
  payload: ReactNode;
  level: HeadingLevel;
}) {
  const kept = event.arguments;
  if (kept === null) return null;
  return (
    <DetailsSection
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
              ? kept.dropped === undefined && "No arguments."
              : kept.keys.map((key) => (
                  <code key={key} className="rounded-xs border border-line bg-sunken px-1.5 font-mono text-xs">
                    {key}
                  </code>
                ))}
          </p>
          {payload ?? <EventPayload tenant={tenant} event={event} />}
        </div>
      )}
      <KeptNote kept={kept} />
    </DetailsSection>
  );
}
