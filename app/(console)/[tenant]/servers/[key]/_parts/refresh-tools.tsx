"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ToolChanges } from "@/lib/registry/servers/sync-tools";
import type { BoundAction } from "../../../_parts/action-form";

/** What came of it, in a sentence. */
export function toSentence({ added, changed, removed, returned, quarantined }: ToolChanges): string {
  const parts = [
    ...(added.length > 0 ? [`${added.length} new`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(returned.length > 0 ? [`${returned.length} returned`] : []),
    ...(removed.length > 0 ? [`${removed.length} gone`] : []),
    ...(quarantined.length > 0 ? [`${quarantined.length} quarantined`] : []),
  ];
  return parts.length === 0 ? "No tool has changed." : `Tools: ${parts.join(", ")}.`;
}

/** Asks the server again which tools it has, and says what is different. */
export function RefreshTools({
  action,
  server,
}: {
  action: BoundAction<{ server: string; changes: ToolChanges }>;
  server: string;
}) {
  const [state, submit] = useActionState(action, undefined);
  return (
    <form action={submit} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <input type="hidden" name="server" value={server} />
      {state !== undefined && (
        <p role="status" className={state.ok ? "text-fg-muted" : "max-w-80 text-denied"}>
          {state.ok ? toSentence(state.result.changes) : state.message}
        </p>
      )}
      <SubmitButton variant="secondary" icon="refresh">
        Refresh tools
      </SubmitButton>
    </form>
  );
}
