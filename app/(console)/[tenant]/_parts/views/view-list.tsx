"use client";

import { useActionState } from "react";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SavedViewView } from "@/lib/registry/views/saved-view";
import type { BoundAction } from "../action-form";
import { useDone } from "../use-done";
import { EditView } from "./edit-view";

/** Views that may be changed. Deleting is the list's own act: what says that it worked must outlive the line that is gone. */
export function ViewList({
  change,
  remove,
  views,
  mayShare,
}: {
  change: BoundAction<SavedViewView>;
  remove: BoundAction<void>;
  views: readonly SavedViewView[];
  mayShare: boolean;
}) {
  const [state, submit] = useActionState(remove, undefined);
  useDone(state, "The view is deleted.");
  return (
    <>
      {state?.ok === false && (
        <Notice tone="danger" live>
          {state.message}
        </Notice>
      )}
      {views.length > 0 && (
        <ul aria-label="Saved views" className="grid divide-y divide-line border-line border-t">
          {views.map((view) => (
            <li key={view.id} className="flex items-end gap-2 py-3">
              <EditView change={change} view={view} mayShare={mayShare} />
              <form action={submit} aria-label={`Delete ${view.name}`}>
                <input type="hidden" name="view" value={view.id} />
                <SubmitButton variant="danger-quiet" aria-label={`Delete ${view.name}`}>
                  Delete
                </SubmitButton>
              </form>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
