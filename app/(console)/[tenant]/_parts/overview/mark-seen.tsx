"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import type { BoundAction } from "../action-form";

/** Begins anew from here. A plain form before any script has arrived. */
export function MarkSeen({ at, action }: { at: string; action: BoundAction<void> }) {
  const [state, submit] = useActionState(action, undefined);
  return (
    <form action={submit} aria-label="Mark as seen" className="min-w-0">
      <input type="hidden" name="at" value={at} />
      <SubmitButton variant="secondary" size="sm" icon="check">
        Mark as seen
      </SubmitButton>
      {state?.ok === false && (
        <p role="alert" className="pt-1 text-denied text-xs">
          {state.message}
        </p>
      )}
    </form>
  );
}
