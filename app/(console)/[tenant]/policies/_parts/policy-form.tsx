import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PolicyStatus } from "@/lib/policy/policy";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import type { BoundAction } from "../../_parts/action-form";
import { ChoiceField, SelectField, TextareaField, TextField } from "../../_parts/fields";
import type { CheckedDraft } from "./check-draft";
import { ConditionFields } from "./condition-fields";
import { statusWords } from "./policy-badges";
import { type CheckedForm, PolicyFormFrame, type SaveAction, SaveAsDraft } from "./policy-form-frame";
import type { ScopeOptions } from "./scope-options";
import { TagsField } from "./tags-field";
import { TickList } from "./tick-list";

const statuses: readonly PolicyStatus[] = ["draft", "shadow", "active", "disabled"];

/** A policy to write or to change. What is left empty in its scope covers any. */
export function PolicyForm({
  action,
  check,
  policy,
  options,
  checked,
  testsHref,
  submitLabel,
  done,
  children,
}: {
  action: SaveAction;
  check: BoundAction<CheckedForm>;
  policy?: PolicyView | undefined;
  options: ScopeOptions;
  /** What a check says of it as it is. */
  checked: CheckedDraft | undefined;
  testsHref?: string | undefined;
  submitLabel: string;
  done?: string | undefined;
  /** Beside the submit button. */
  children?: ReactNode;
}) {
  const scope = policy?.scope ?? {};
  return (
    <PolicyFormFrame action={action} check={check} done={done}>
      {policy !== undefined && <input type="hidden" name="policy" value={policy.id} />}
      {scope.instances?.map((id) => (
        <input key={id} type="hidden" name="scope.instances[]" value={id} />
      ))}
      <Card title="Rule">
        <div className="grid gap-4">
          <TextField
            name="name"
            label="Name"
            required
            maxLength={120}
            defaultValue={policy?.name ?? ""}
            placeholder="No deletions by agents"
            hint="A denied agent is told this name."
          />
          <TextareaField
            name="description"
            label="Description"
            optional
            rows={2}
            maxLength={1000}
            defaultValue={policy?.description ?? ""}
            hint="Why, and what to do instead. It is kept with every decision."
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceField
              name="effect"
              label="Effect"
              defaultValue={policy?.effect ?? "deny"}
              options={[
                { value: "deny", label: "Deny" },
                { value: "allow", label: "Allow" },
              ]}
            />
            <SelectField
              name="status"
              label="Status"
              defaultValue={policy?.status ?? "draft"}
              options={statuses.map((status) => ({
                value: status,
                label: `${statusWords[status].word}: ${statusWords[status].means}`,
              }))}
            />
          </div>
        </div>
      </Card>
      <Card title="Covers" description="A call is covered when every list that is filled in names it.">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextareaField
            name="scope.tools"
            label="Tools"
            mono
            rows={3}
            defaultValue={scope.tools?.join("\n") ?? ""}
            placeholder={"delete_*\nsend_payment"}
            hint="Names, one a line; * stands for any run of characters. Empty: any tool."
          />
          <TickList
            name="scope.servers[]"
            legend="Servers"
            options={options.servers}
            selected={scope.servers ?? []}
            hint="None ticked: any server."
            empty="No server yet: any."
          />
          <TickList
            name="scope.humans[]"
            legend="Humans"
            options={options.humans}
            selected={scope.humans ?? []}
            hint="None ticked: any human."
            empty="No human yet: any."
          />
          <TickList
            name="scope.agents[]"
            legend="Agents"
            options={options.agents}
            selected={scope.agents ?? []}
            hint="None ticked: any agent."
            empty="No agent yet: any."
          />
          <TagsField name="scope.groups" label="Human groups" tags={scope.groups} of="human" placeholder="finance" />
          <TagsField name="scope.agentTags" label="Agent tags" tags={scope.agentTags} of="agent" placeholder="ci" />
          <TagsField
            name="scope.serverTags"
            label="Server tags"
            tags={scope.serverTags}
            of="server"
            placeholder="prod"
          />
        </div>
        {scope.instances && (
          <p className="pt-3 text-fg-muted text-xs">
            It is narrowed to {scope.instances.length === 1 ? "one instance" : `${scope.instances.length} instances`},
            which stays as it is.
          </p>
        )}
      </Card>
      <ConditionFields
        whenText={policy?.whenText ?? ""}
        unlessText={policy?.unlessText ?? ""}
        effect={policy?.effect ?? "deny"}
        initial={checked}
        testsHref={testsHref}
      />
      <div className="flex flex-wrap items-end justify-between gap-3">
        <TextField
          name="note"
          label="Note"
          optional
          maxLength={500}
          placeholder="Why this change"
          fieldClassName="flex-1 basis-64"
        />
        <div className="flex flex-wrap items-center gap-2">
          {children}
          <SaveAsDraft inForce={policy?.status === "active"} />
          <SubmitButton>{submitLabel}</SubmitButton>
        </div>
      </div>
    </PolicyFormFrame>
  );
}
