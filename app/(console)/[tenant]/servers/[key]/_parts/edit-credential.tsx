import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ActionForm } from "../../../_parts/action-form";
import { CredentialFields } from "../../_parts/credential-fields";
import { updateServerAction } from "../../actions";

/** Replaces the way to sign in at the server. What is stored of a secret is not shown, so it is given anew. */
export function EditCredential({ tenant, server }: { tenant: string; server: ServerView }) {
  return (
    <Card
      title="Credential"
      description="Replaces what is stored. Connections end where they were made by another way."
    >
      <ActionForm
        action={updateServerAction.bind(null, tenant)}
        done="Saved."
        label="Edit credential"
        className="group/form grid gap-4"
      >
        <input type="hidden" name="server" value={server.key} />
        <CredentialFields kind={server.auth.kind} scopes={server.auth.scopes ?? []} hideLabel />
        <div className="flex justify-end">
          <SubmitButton variant="secondary">Replace</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
