"use client";

import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CreatedMember } from "@/lib/registry/members/create-member";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { SelectField, TextField } from "../../../_parts/fields";
import { Secret } from "../../_parts/secret";
import { roleOptions } from "./role-words";

/** Gives somebody a role. A new account gets a password, which is shown this once. */
export function AddMember({ action }: { action: BoundAction<CreatedMember> }) {
  const [state, submit] = useActionState(action, undefined);
  const made = state?.ok === true ? state.result : undefined;
  return (
    <Card title="Add a member" description="Somebody who may use this console.">
      {made !== undefined && (
        <div className="pb-4">
          {made.password === undefined ? (
            <Notice tone="success" live>
              {made.member.email} is a member. They sign in as they are used to.
            </Notice>
          ) : (
            <Secret title={`${made.member.email} is a member.`} what="password" value={made.password}>
              Give them this password. It is shown this once.
            </Secret>
          )}
        </div>
      )}
      <StatefulForm
        key={made?.member.id}
        state={state}
        submit={submit}
        label="Add a member"
        className="grid items-start gap-x-3 gap-y-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9rem_auto]"
      >
        <TextField name="email" label="E-mail" type="email" required maxLength={254} autoComplete="off" />
        <TextField name="name" label="Name" optional maxLength={120} autoComplete="off" />
        <SelectField name="role" label="Role" defaultValue="viewer" options={roleOptions} />
        <SubmitButton className="sm:mt-6.5">Add member</SubmitButton>
        <Checkbox
          name="tenantOnly"
          value="true"
          label="In this environment only"
          hint="Otherwise the role holds in every environment of the organization."
          className="col-span-full"
        />
      </StatefulForm>
    </Card>
  );
}
