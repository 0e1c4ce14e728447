"use client";

import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { hasScope, resources, type ScopeResource } from "@/lib/kernel/scope";
import { type BoundAction, StatefulForm, useRefused } from "../../../_parts/action-form";
import { TextField } from "../../../_parts/fields";
import { Secret } from "../../_parts/secret";

/** Where the console says it otherwise than the scopes. */
const words: Partial<Record<ScopeResource, string>> = {
  grants: "ceilings",
  payloads: "stored arguments",
  keys: "API keys",
  tenant: "environment",
};

type Made = { name: string; key: string };

/** A new key with some of one's own permissions. It is shown this once. */
export function AddKey({ action, scopes }: { action: BoundAction<Made>; scopes: readonly string[] }) {
  const [state, submit] = useActionState(action, undefined);
  const made = state?.ok === true ? state.result : undefined;
  return (
    <Card title="Create an API key" description="For programs. It can do no more than you may do yourself.">
      {made !== undefined && (
        <div className="pb-4">
          <Secret title={`${made.name} is created.`} what="API key" value={made.key}>
            Copy it now. It is shown this once and stored only as a hash.
          </Secret>
        </div>
      )}
      <StatefulForm key={made?.key} state={state} submit={submit} label="Create an API key">
        <TextField
          name="name"
          label="Name"
          required
          maxLength={80}
          placeholder="Log shipper"
          fieldClassName="max-w-sm"
        />
        <Permissions scopes={scopes} />
        <div className="flex justify-end">
          <SubmitButton>Create key</SubmitButton>
        </div>
      </StatefulForm>
    </Card>
  );
}

/** A table of boxes: what, and whether to read or to change it. */
function Permissions({ scopes }: { scopes: readonly string[] }) {
  const { fields } = useRefused();
  const error = fields["scopes"];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">Permissions</legend>
      {error !== undefined && <p className="pb-1.5 text-denied text-xs">{error}</p>}
      <ul className="grid gap-x-8 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {resources.map((resource) => (
          <li key={resource} className="flex items-center justify-between gap-3 border-line border-b py-1">
            <span className="first-letter:uppercase">{words[resource] ?? resource}</span>
            <span className="flex gap-3">
              {(["read", "write"] as const).map((verb) => {
                const scope = `${resource}:${verb}` as const;
                return (
                  <label key={verb} className="flex min-h-6 items-center gap-1.5 text-fg-muted text-xs">
                    <input
                      type="checkbox"
                      name="scopes[]"
                      value={scope}
                      disabled={!hasScope(scopes, scope)}
                      aria-label={`${verb === "read" ? "Read" : "Change"} ${words[resource] ?? resource}`}
                      className="size-4 accent-accent-solid"
                    />
                    {verb === "read" ? "Read" : "Change"}
                  </label>
                );
              })}
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
