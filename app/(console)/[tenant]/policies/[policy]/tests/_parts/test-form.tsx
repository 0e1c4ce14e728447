import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ReasonCode } from "@/lib/policy/decision";
import type { PolicyTestView } from "@/lib/registry/policies/policy-test-view";
import { ActionForm, type BoundAction } from "../../../../_parts/action-form";
import { ChoiceField, SelectField, TextField } from "../../../../_parts/fields";
import { CallFields } from "./call-fields";
import { skeletonOf, type TestOptions } from "./test-options";

/** What a form begins with: a test that is changed, or what a link has said. */
export type TestStart = {
  id?: string | undefined;
  name: string;
  human: string;
  agent: string;
  tool: string;
  /** JSON; undefined where the tool's own skeleton is to stand. */
  args: string | undefined;
  ip: string;
  at: string;
  expect: PolicyTestView["expect"];
};

const reasons: readonly { value: ReasonCode; label: string }[] = [
  { value: "BLOCKED_BY_POLICY", label: "a policy denies it" },
  { value: "BLOCKED_BY_POLICY_INDETERMINATE", label: "a policy denies what it cannot tell" },
  { value: "NO_MATCHING_POLICY", label: "no policy allows it" },
  { value: "ARGUMENTS_INVALID", label: "the arguments do not fit the schema" },
  { value: "ALLOWED", label: "a policy allows it" },
];

/** A call, and how it is to be decided. */
export function TestForm<T>({
  action,
  policy,
  start,
  options,
  cancel,
}: {
  action: BoundAction<T>;
  policy: string;
  start: TestStart;
  options: TestOptions;
  /** Where the form is left to. */
  cancel: string;
}) {
  const { expect } = start;
  const code = expect.code ?? "";
  const by = expect.policy === policy ? "this" : (expect.policy ?? "");
  return (
    <Card
      id="test-form"
      title={start.id === undefined ? "Add a test" : `Change the test “${start.name}”`}
      description="The policy can only be active while every test comes out as it says. Trust is taken to be there."
    >
      <ActionForm action={action} label="Test" className="grid gap-4 sm:grid-cols-2">
        <input type="hidden" name="policy" value={policy} />
        {start.id !== undefined && <input type="hidden" name="test" value={start.id} />}
        <TextField
          name="name"
          label="Name"
          required
          maxLength={120}
          defaultValue={start.name}
          placeholder="Large refunds are denied"
          fieldClassName="sm:col-span-2"
        />
        <SelectField
          name="human"
          label="Human"
          required
          placeholder="Choose a human"
          defaultValue={start.human}
          options={options.humans}
        />
        <SelectField
          name="agent"
          label="Agent"
          required
          placeholder="Choose an agent"
          defaultValue={start.agent}
          options={options.agents}
        />
        <CallFields
          tools={options.tools}
          skeletons={options.skeletons}
          tool={start.tool}
          args={start.args ?? options.skeletons[start.tool] ?? skeletonOf({})}
        />
        <TextField
          name="ip"
          label="IP address"
          optional
          mono
          defaultValue={start.ip}
          placeholder="203.0.113.7"
          hint="Empty: nothing is known of it."
        />
        <TextField
          name="at"
          label="Time in UTC"
          optional
          type="datetime-local"
          defaultValue={start.at}
          hint="Empty: when the test is run."
        />
        <ChoiceField
          name="expect.decision"
          label="Expected"
          defaultValue={expect.decision}
          options={[
            { value: "deny", label: "Denied" },
            { value: "allow", label: "Allowed" },
          ]}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            name="expect.policy"
            label="Decided by"
            defaultValue={by}
            placeholder="whichever policy"
            options={[
              { value: "this", label: "this policy" },
              ...(by === "" || by === "this" ? [] : [{ value: by, label: by }]),
            ]}
          />
          <SelectField
            name="expect.code"
            label="Because"
            defaultValue={code}
            placeholder="whatever the reason"
            options={[
              ...reasons,
              ...(code === "" || reasons.some(({ value }) => value === code) ? [] : [{ value: code, label: code }]),
            ]}
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2 sm:col-span-2">
          <ButtonLink href={cancel}>Cancel</ButtonLink>
          <SubmitButton>{start.id === undefined ? "Add test" : "Save test"}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
