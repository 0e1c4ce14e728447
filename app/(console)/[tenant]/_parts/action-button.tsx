"use client";

import { type ReactNode, useActionState } from "react";
import type { ButtonProps } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { BoundAction } from "./action-form";
import { useDone } from "./use-done";

/** One press that does one thing, as a form of hidden fields. */
export function ActionButton<T>({
  action,
  fields,
  done,
  label,
  children,
  ...button
}: {
  action: BoundAction<T>;
  fields: Readonly<Record<string, string>>;
  done?: string | undefined;
  /** Names the button where its words do not say what it is about. */
  label?: string | undefined;
  children: ReactNode;
} & Pick<ButtonProps, "variant" | "size" | "icon">) {
  const [state, submit] = useActionState(action, undefined);
  const sending = useDone(state, done);
  return (
    <form action={submit} onSubmit={() => sending()} className="min-w-0">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant="secondary" {...button} {...(label === undefined ? {} : { "aria-label": label })}>
        {children}
      </SubmitButton>
      {state?.ok === false && (
        <p role="alert" className="pt-1 text-denied text-xs">
          {state.message}
        </p>
      )}
    </form>
  );
}
