import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { env } from "@/lib/kernel/env";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { askedBack } from "@/lib/registry/servers/update-server";
import { ActionForm } from "../../../_parts/action-form";
import { CheckList, TextareaField, TextField } from "../../../_parts/fields";
import { updateServerAction } from "../../actions";

const askedFor = {
  sampling: "Answers of the agent's model",
  elicitation: "Input from the human",
  roots: "The folders that the agent works in",
} as const;

export function EditServer({ tenant, server }: { tenant: string; server: ServerView }) {
  return (
    <Card title="Edit" description="A new address counts from the next call on.">
      <ActionForm action={updateServerAction.bind(null, tenant)} done="Saved." label="Edit server">
        <input type="hidden" name="server" value={server.key} />
        <TextField name="name" label="Name" defaultValue={server.name} required maxLength={80} />
        <TextField name="url" label="Upstream URL" type="url" mono defaultValue={server.url} required />
        <TextareaField
          name="description"
          label="Description"
          optional
          rows={2}
          maxLength={500}
          defaultValue={server.description}
        />
        <TextField
          name="timeoutSeconds"
          label="Time per call, seconds"
          type="number"
          inputMode="numeric"
          min={1}
          max={3600}
          optional
          defaultValue={server.timeoutSeconds === null ? "" : String(server.timeoutSeconds)}
          hint={`How long the server may give no sign of life during a call, 1 to 3600. Nothing: ${env().UPSTREAM_TIMEOUT_SECONDS}, as this installation says. While a human is asked, the clock stands still. A tool can have its own.`}
        />
        {/* Says that the list was shown, where nothing of it is ticked. */}
        <input type="hidden" name="forbids[]" value="" />
        <CheckList
          name="forbids[]"
          legend="What it may not ask an agent for"
          hint="A server can ask the agent for these in the middle of a call. What is ticked it is told not to be had."
          options={askedBack.map((value) => ({ value, label: askedFor[value], note: value }))}
          selected={server.forbids}
          empty=""
        />
        <div className="flex justify-end">
          <SubmitButton variant="secondary">Save</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
