"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState } from "@/lib/console/action-state";

/** E-mail and password. Without JavaScript the browser posts it and the page comes back with the same words. */
export function SignInForm({
  action,
  callbackUrl,
  error,
}: {
  action: (state: ActionState, form: FormData) => Promise<ActionState>;
  callbackUrl: string;
  /** Of an attempt that ended elsewhere, at the identity provider say. */
  error: string | undefined;
}) {
  const [state, submit] = useActionState(action, undefined);
  const refused = state === undefined ? error : state.ok ? undefined : state.message;
  return (
    <form action={submit} className="grid gap-4">
      {refused !== undefined && (
        <Notice tone="danger" live>
          {refused}
        </Notice>
      )}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field label="E-mail" id="email" required>
        {(control) => (
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            defaultValue={state?.ok === false ? (state.values["email"] ?? "") : ""}
            {...control}
          />
        )}
      </Field>
      <Field label="Password" id="password" required>
        {(control) => <Input type="password" name="password" autoComplete="current-password" {...control} />}
      </Field>
      <SubmitButton size="lg" className="w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}
