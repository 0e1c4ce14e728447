"use client";

import { useActionState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { ActionState } from "@/lib/console/action-state";
import { paths } from "@/lib/kernel/paths";

type SetUp = { tenant: string; key: string };

/** Organization, environment and owner of the first start; afterwards, the API key that is shown this once. */
export function SetupForm({
  action,
  token,
  isOpen,
}: {
  action: (state: ActionState<SetUp>, form: FormData) => Promise<ActionState<SetUp>>;
  token: string;
  isOpen: boolean;
}) {
  const [state, submit] = useActionState(action, undefined);
  if (state?.ok === true) return <Done tenant={state.result.tenant} apiKey={state.result.key} />;
  if (!isOpen)
    return (
      <Notice tone="info" title="This link has done its work.">
        The first owner exists. <TextLink href={paths.signIn()}>Sign in</TextLink>
      </Notice>
    );
  const refused = state?.ok === false ? state : undefined;
  const typed = (name: string) => refused?.values[name] ?? "";
  return (
    <form action={submit} className="grid gap-4">
      {refused !== undefined && (
        <Notice tone="danger" live>
          {refused.message}
        </Notice>
      )}
      <input type="hidden" name="token" value={token} />
      <Field label="Organization" error={refused?.fields["organization"]} required>
        {(control) => (
          <Input
            name="organization"
            autoComplete="organization"
            defaultValue={typed("organization")}
            maxLength={80}
            {...control}
          />
        )}
      </Field>
      <Field
        label="Environment"
        hint="An organization may have several, such as Production and Staging."
        error={refused?.fields["name"]}
        required
      >
        {(control) => <Input name="name" defaultValue={typed("name") || "Production"} maxLength={80} {...control} />}
      </Field>
      <Field
        label="Address of the environment"
        hint="Part of every URL: lower-case letters, digits and hyphens."
        error={refused?.fields["slug"]}
        required
      >
        {(control) => (
          <Input
            name="slug"
            mono
            defaultValue={typed("slug")}
            pattern="[a-z0-9][a-z0-9\-]*"
            maxLength={48}
            {...control}
          />
        )}
      </Field>
      <Field label="Owner's e-mail" error={refused?.fields["owner"]} required>
        {(control) => (
          <Input type="email" name="owner" autoComplete="username" defaultValue={typed("owner")} {...control} />
        )}
      </Field>
      <Field label="Password" hint="At least 10 characters." error={refused?.fields["password"]} required>
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
      <SubmitButton size="lg" className="w-full">
        Create
      </SubmitButton>
    </form>
  );
}

function Done({ tenant, apiKey }: { tenant: string; apiKey: string }) {
  return (
    <div className="grid gap-4">
      <Notice tone="success" title="Ready." live>
        This is an API key of the environment with every permission. It is shown this once; it can be revoked in the
        settings.
      </Notice>
      <CodeBlock code={apiKey} label="API key" wrap />
      <ButtonLink href={paths.overview(tenant)} variant="primary" size="lg">
        Open the console
      </ButtonLink>
    </div>
  );
}
