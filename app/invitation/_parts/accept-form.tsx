"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState } from "@/lib/console/action-state";

type Action = (state: ActionState, form: FormData) => Promise<ActionState>;

/** Accepts an invitation: by a password for a new account, or as the account that is signed in. */
export function AcceptForm({
  action,
  token,
  email,
  isNew,
}: {
  action: Action;
  token: string;
  email: string;
  isNew: boolean;
}) {
  const [state, submit] = useActionState(action, undefined);
  const refused = state?.ok === false ? state : undefined;
  return (
    <form action={submit} className="grid gap-4">
      {refused !== undefined && (
        <Notice tone="danger" live>
          {refused.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      {isNew && (
        <>
          <Field label="E-mail" id="email">
            {(control) => <Input type="email" readOnly autoComplete="username" value={email} {...control} />}
          </Field>
          <Field
            label="Password"
            id="password"
            hint="At least 10 characters."
            error={refused?.fields["password"]}
            required
          >
            {(control) => (
              <Input
                type="password"
                name="password"
                autoComplete="new-password"
                minLength={10}
                maxLength={200}
                {...control}
              />
            )}
          </Field>
        </>
      )}
      <SubmitButton size="lg" className="w-full">
        {isNew ? "Create account" : `Accept as ${email}`}
      </SubmitButton>
    </form>
  );
}
