import type { ReactNode } from "react";
import { TextField } from "./fields";

/** What an erasure takes, leaves, and leaves behind. */
export function ErasureTerms({ goes, stays }: { goes: ReactNode; stays: ReactNode }) {
  return (
    <dl className="grid gap-2 text-fg-muted [&_dt]:font-medium [&_dt]:text-fg">
      <div>
        <dt>What is erased</dt>
        <dd>{goes}</dd>
      </div>
      <div>
        <dt>What stays</dt>
        <dd>{stays}</dd>
      </div>
      <div>
        <dt>What is recorded</dt>
        <dd>That you erased it, and your reason: an event of the log.</dd>
      </div>
    </dl>
  );
}

/** Why something is erased, for the event that it leaves. */
export function EraseReason() {
  return (
    <TextField
      name="reason"
      label="Reason"
      required
      minLength={3}
      maxLength={300}
      autoComplete="off"
      hint="It stays on record: the number of a request, say, and nothing that is to be erased."
    />
  );
}
