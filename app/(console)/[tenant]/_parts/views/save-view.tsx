"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SavedViewView } from "@/lib/registry/views/saved-view";
import { ActionForm, type BoundAction } from "../action-form";
import { TextField } from "../fields";

/** Gives the present search a name. */
export function SaveView({
  action,
  query,
  mayShare,
}: {
  action: BoundAction<SavedViewView>;
  query: string;
  mayShare: boolean;
}) {
  return (
    <ActionForm action={action} done="The view is saved." label="Save this search" className="grid gap-3">
      <input type="hidden" name="query" value={query} />
      <TextField
        name="name"
        label="Name"
        required
        maxLength={80}
        hint={query === "" ? "The present search has no filters: it is the whole log." : undefined}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        {mayShare ? <Checkbox name="shared" label="Share with everybody who reads this log" /> : <span />}
        <SubmitButton variant="primary">Save this search</SubmitButton>
      </div>
    </ActionForm>
  );
}
