"use client";

import { SubmitButton } from "@/components/ui/submit-button";
import { Switch } from "@/components/ui/switch";
import type { TenantSettings } from "@/lib/registry/tenants/tenant-settings";
import { ActionForm, type BoundAction } from "../../_parts/action-form";
import { TextField } from "../../_parts/fields";

/** What people call the environment, and which of the gateway's own tools it has. */
export function EnvironmentForm({
  action,
  name,
  tools,
}: {
  action: BoundAction<TenantSettings>;
  name: string;
  tools: readonly { tool: string; on: boolean; does: string }[];
}) {
  return (
    <ActionForm action={action} done="The environment is changed." label="Environment" className="grid gap-6">
      <TextField
        name="name"
        label="Name"
        required
        maxLength={80}
        defaultValue={name}
        hint="What people see. The address stays as it is, so every client stays connected."
      />
      <fieldset className="grid gap-4">
        <legend className="pb-3 font-medium text-fg-muted text-xs">Tools of the gateway's own</legend>
        {tools.map(({ tool, on, does }) => (
          <div key={tool}>
            <input type="hidden" name={`builtInTools.${tool}`} value="false" />
            <Switch
              name={`builtInTools.${tool}`}
              value="true"
              defaultChecked={on}
              label={<code className="font-mono">{tool}</code>}
              hint={does}
            />
          </div>
        ))}
      </fieldset>
      <div className="flex justify-end">
        <SubmitButton>Save</SubmitButton>
      </div>
    </ActionForm>
  );
}
