"use client";

import { type ReactNode, useActionState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { SelectField, TextField } from "../../../_parts/fields";
import { lastings } from "../lastings";
import type { OfferedAgent } from "./agents-offered";
import { Connected } from "./connected";
import type { Connection } from "./snippets";

/** Which agent, under which name, and what it may use; afterwards, its token and how to use it. */
export function ConnectForm({
  action,
  who,
  human,
  agents,
  cancel,
  children,
}: {
  action: BoundAction<Connection>;
  who: ReactNode;
  human: string | undefined;
  agents: readonly OfferedAgent[];
  cancel: string;
  /** The consents of the chosen human. */
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, undefined);
  if (state?.ok === true) return <Connected connection={state.result} />;
  return (
    <Card>
      <div className="grid gap-4">
        {who}
        {human !== undefined && (
          <StatefulForm state={state} submit={submit} label="Connect an agent">
            <input type="hidden" name="human" value={human} />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                name="agent"
                label="Agent"
                mono
                required
                list="agents-offered"
                maxLength={63}
                pattern="[a-z0-9][a-z0-9\-]*"
                title="Lower-case letters, digits and hyphens"
                autoComplete="off"
                autoCapitalize="none"
                placeholder="claude-code"
                hint="What kind of client it is. Choose one or give it a name of your own."
              />
              <datalist id="agents-offered">
                {agents.map(({ slug, name }) => (
                  <option key={slug} value={slug}>
                    {name}
                  </option>
                ))}
              </datalist>
              <TextField
                name="label"
                label="Label"
                optional
                maxLength={120}
                placeholder="Laptop"
                hint="Tells this instance from others of the same agent."
              />
            </div>
            {children}
            <SelectField
              name="lasts"
              label="The consents last"
              defaultValue="forever"
              options={lastings.map(({ value, label }) => ({ value, label }))}
              fieldClassName="max-w-56"
            />
            <div className="flex flex-wrap justify-end gap-2">
              <ButtonLink href={cancel}>Cancel</ButtonLink>
              <SubmitButton>Connect</SubmitButton>
            </div>
          </StatefulForm>
        )}
      </div>
    </Card>
  );
}
