"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SavedViewView } from "@/lib/registry/views/saved-view";
import { ActionForm, type BoundAction } from "../action-form";
import { TextField } from "../fields";

/** One view: another name, for oneself or for everybody. */
export function EditView({
  change,
  view,
  mayShare,
}: {
  change: BoundAction<SavedViewView>;
  view: SavedViewView;
  mayShare: boolean;
}) {
  return (
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
  );
}
