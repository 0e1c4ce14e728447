import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ActionForm } from "../../../_parts/action-form";
import { TextareaField, TextField } from "../../../_parts/fields";
import { updateServerAction } from "../../actions";

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
        <div className="flex justify-end">
          <SubmitButton variant="secondary">Save</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
