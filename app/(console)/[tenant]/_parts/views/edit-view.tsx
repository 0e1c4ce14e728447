"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SavedViewView } from "@/lib/registry/views/saved-view";
import { ActionForm, type BoundAction } from "../action-form";
import { TextField } from "../fields";

/** One view: another name, for oneself or for everybody, or gone. */
export function EditView({
  change,
  remove,
  view,
  mayShare,
}: {
  change: BoundAction<SavedViewView>;
  remove: BoundAction<void>;
  view: SavedViewView;
  mayShare: boolean;
}) {
  return (
    <div className="flex items-end gap-2">
      <ActionForm
        action={change}
        done="The view is changed."
        label={`Change ${view.name}`}
        className="flex min-w-0 flex-1 flex-wrap items-end gap-2"
      >
        <input type="hidden" name="view" value={view.id} />
        <TextField
          key={view.name}
          name="name"
          label={`Name of ${view.name}`}
          hideLabel
          required
          maxLength={80}
          defaultValue={view.name}
          fieldClassName="min-w-0 flex-1 basis-48"
        />
        {mayShare && (
          <Checkbox
            key={String(view.shared)}
            name="shared"
            label="Shared"
            defaultChecked={view.shared}
            className="py-1.5"
          />
        )}
        <SubmitButton variant="secondary">Save</SubmitButton>
      </ActionForm>
      <ActionForm action={remove} done={`${view.name} is deleted.`} label={`Delete ${view.name}`} className="grid">
        <input type="hidden" name="view" value={view.id} />
        <SubmitButton variant="danger-quiet" aria-label={`Delete ${view.name}`}>
          Delete
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
