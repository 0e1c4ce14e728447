"use client";

import { useActionState, useEffect } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { closeDialog } from "@/components/ui/dialog-control";
import { DialogTrigger } from "@/components/ui/dialog-trigger";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import type { BoundAction } from "../../../../_parts/action-form";
import { useDone } from "../../../../_parts/use-done";

/** Makes a new version that says what an old one said; whoever does it may say why. */
export function RestoreVersion<T>({
  action,
  policy,
  version,
}: {
  action: BoundAction<T>;
  policy: string;
  version: number;
}) {
  const id = `restore-${version}`;
  const [state, submit] = useActionState(action, undefined);
  useEffect(() => {
    if (state?.ok === true) closeDialog(id);
  }, [state, id]);
  useDone(state, `Version ${version} is restored.`);
  const refused = state?.ok === false ? state : undefined;
  return (
    <>
      <DialogTrigger dialog={id} size="sm" aria-label={`Restore version ${version}`}>
        Restore
      </DialogTrigger>
      <ConfirmDialog
        id={id}
        title={`Restore version ${version}?`}
        description="A new version says what this one said. The status stays as it is, and no version is lost."
        action={submit}
        fields={{ policy, version: String(version) }}
        confirmLabel="Restore version"
        tone="primary"
      >
        {refused && (
          <Notice tone="danger" live>
            {refused.message}
          </Notice>
        )}
        <Field label="Note" optional error={refused?.fields["note"]}>
          {(control) => (
            <Input
              name="note"
              maxLength={500}
              placeholder="Why it is restored"
              defaultValue={refused?.values["note"] ?? ""}
              {...control}
            />
          )}
        </Field>
      </ConfirmDialog>
    </>
  );
}
