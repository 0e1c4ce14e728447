"use client";

import { type ReactNode, useActionState, useEffect } from "react";
import type { ButtonProps } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { closeDialog } from "@/components/ui/dialog-control";
import { DialogTrigger } from "@/components/ui/dialog-trigger";
import { Notice } from "@/components/ui/notice";
import { type BoundAction, TellFields } from "./action-form";
import { useDone } from "./use-done";

/** A button that asks before it acts, and says in its dialog why it could not. */
export function ConfirmAction<T>({
  id,
  action,
  title,
  description,
  fields,
  confirmLabel,
  typed,
  ask,
  done,
  tone = "danger",
  label,
  children,
  ...button
}: {
  /** Of the dialog; unique on the page. */
  id: string;
  action: BoundAction<T>;
  title: string;
  /** What will happen, and what will stay. */
  description: string;
  fields: Readonly<Record<string, string>>;
  /** Says the act: "Delete server". */
  confirmLabel: string;
  typed?: string | undefined;
  /** What else is said and asked before: fields of the form. */
  ask?: ReactNode;
  done?: string | undefined;
  tone?: "danger" | "primary" | undefined;
  /** Names the button where it shows only an icon. */
  label?: string | undefined;
  children?: ReactNode;
} & Pick<ButtonProps, "variant" | "size" | "icon" | "square">) {
  const [state, submit] = useActionState(action, undefined);
  useEffect(() => {
    if (state?.ok === true) closeDialog(id);
  }, [state, id]);
  useDone(state, done);
  const refused = state?.ok === false ? state : undefined;
  return (
    <>
      <DialogTrigger dialog={id} {...button} {...(label === undefined ? {} : { "aria-label": label, title: label })}>
        {children}
      </DialogTrigger>
      <ConfirmDialog
        id={id}
        title={title}
        description={description}
        action={submit}
        fields={fields}
        confirmLabel={confirmLabel}
        tone={tone}
        {...(typed === undefined ? {} : { typed })}
        error={refused?.fields["confirm"]}
      >
        {refused !== undefined && refused.fields["confirm"] === undefined && (
          <Notice tone="danger" live>
            {refused.message}
          </Notice>
        )}
        {ask !== undefined && <TellFields state={state}>{ask}</TellFields>}
      </ConfirmDialog>
      {refused !== undefined && (
        // Without script the answer is a new page, on which the dialog is closed.
        <noscript>
          <Notice tone="danger" live className="mt-2">
            {Object.values(refused.fields)[0] ?? refused.message}
          </Notice>
        </noscript>
      )}
    </>
  );
}
