import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PolicyStatus } from "@/lib/policy/policy";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { ActionForm, type BoundAction } from "../../_parts/action-form";
import { CheckList, ChoiceField, SelectField, TextareaField, TextField } from "../../_parts/fields";
import { statusWords } from "./policy-badges";
import type { ScopeOptions } from "./scope-options";

const statuses: readonly PolicyStatus[] = ["draft", "shadow", "active", "disabled"];

/** A policy to write or to change. What is left empty in its scope covers any. */
export function PolicyForm<T>({
  action,
  policy,
  options,
  submitLabel,
  done,
  children,
}: {
  action: BoundAction<T>;
  policy?: PolicyView | undefined;
  options: ScopeOptions;
  submitLabel: string;
  done?: string | undefined;
  /** Beside the submit button. */
  children?: ReactNode;
}) {
  const scope = policy?.scope ?? {};
  return (
    <ActionForm action={action} done={done} label="Policy">
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
          <CheckList
            name="scope.servers[]"
            legend="Servers"
            options={options.servers}
            selected={scope.servers ?? []}
            hint="None ticked: any server."
            empty="No server yet: any."
          />
          <CheckList
            name="scope.humans[]"
            legend="Humans"
            options={options.humans}
            selected={scope.humans ?? []}
            hint="None ticked: any human."
            empty="No human yet: any."
          />
          <CheckList
            name="scope.agents[]"
            legend="Agents"
            options={options.agents}
            selected={scope.agents ?? []}
            hint="None ticked: any agent."
            empty="No agent yet: any."
          />
        </div>
        {scope.instances && (
          <p className="pt-3 text-fg-muted text-xs">
            It is narrowed to {scope.instances.length === 1 ? "one instance" : `${scope.instances.length} instances`},
            which stays as it is.
          </p>
        )}
      </Card>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <TextField
          name="note"
          label="Note"
          optional
          maxLength={500}
          placeholder="Why this change"
          fieldClassName="flex-1 basis-64"
        />
        <div className="flex items-center gap-2">
          {children}
          <SubmitButton>{submitLabel}</SubmitButton>
        </div>
      </div>
    </ActionForm>
  );
}
