import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { JsonView } from "@/components/ui/json-view";
import type { AuditEvent } from "@/lib/audit/event";
import { DetailsSection, type HeadingLevel } from "./details-section";
import { toBytes } from "./to-bytes";

/** What is kept of a call's arguments: the redacted value where it is at hand, else its keys and `payload`. */
export function EventArguments({
  event,
  payload,
  level,
}: {
  event: AuditEvent;
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
    </DetailsSection>
  );
}
