import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { paths } from "@/lib/kernel/paths";
import { ActionForm, type BoundAction } from "../../../_parts/action-form";
import { TextField } from "../../../_parts/fields";
import { CredentialFields } from "../../_parts/credential-fields";

/** Where a server is and how to speak to it. */
export function ImportForm<T>({
  action,
  tenant,
  begin,
}: {
  action: BoundAction<T>;
  tenant: string;
  /** What is known of it already. */
  begin: { url: string; name: string; key: string; description: string; auth: string };
}) {
  return (
    <Card>
      <ActionForm action={action} className="group/form grid gap-4">
        <TextField
          name="url"
          label="URL"
          type="url"
          mono
          required
          defaultValue={begin.url}
          placeholder="https://example.com/mcp"
          hint="The streamable HTTP endpoint of the server."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="name"
            label="Name"
            required
            maxLength={80}
            defaultValue={begin.name}
            placeholder="Issue tracker"
          />
          <TextField
            name="key"
            label="Key"
            mono
            required
            maxLength={40}
            pattern="[a-z0-9]([a-z0-9_\-]*[a-z0-9])?"
            title="Lower-case letters, digits, inner hyphens or underscores"
            autoCapitalize="none"
            defaultValue={begin.key}
            placeholder="issues"
            hint="Short and lasting: it is part of the address that agents use."
          />
        </div>
        <TextField name="description" label="Description" optional maxLength={500} defaultValue={begin.description} />
        <CredentialFields kind={begin.auth} />
        <div className="flex flex-wrap justify-end gap-2 pt-1">
          <ButtonLink href={paths.newServer(tenant)}>Back</ButtonLink>
          <SubmitButton>Import</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
