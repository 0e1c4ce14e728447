import { Icon } from "@/components/ui/icon";
import type { EventKept } from "@/lib/audit/event";
import { toBytes } from "./to-bytes";

/** What was done to a value before it was stored, as its event says it. Nothing where nothing was. */
export function KeptNote({ kept: { redacted = [], dropped = 0, truncated = 0, commitment } }: { kept: EventKept }) {
  if (redacted.length === 0 && dropped === 0 && truncated === 0) return null;
  return (
    <div className="mt-1.5 grid gap-1 text-fg-muted text-xs">
      {redacted.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5">
          <Icon name="lock" size={13} />
          Removed before storing:{" "}
          <code className="font-mono">{redacted[0] === "*" ? "every value" : redacted.join(", ")}</code>
        </p>
      )}
      {dropped > 0 && (
        <p>
          {commitment === undefined
            ? "Not stored: the rules of this environment, server or tool drop them."
            : `${dropped} ${dropped === 1 ? "value was" : "values were"} left out by the rules of this environment, server or tool.`}
        </p>
      )}
      {truncated > 0 && <p>Truncated: {toBytes(truncated)} more were not stored.</p>}
    </div>
  );
}
