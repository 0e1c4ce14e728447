import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { ActionForm } from "../../_parts/action-form";
import { TextField } from "../../_parts/fields";
import { createHumanAction } from "../actions";

/** Adds a human, who need not have signed in before. The next page grants ceilings. */
export function AddHuman({ tenant }: { tenant: string }) {
  return (
    <Card
      title="Add a human"
      description="Whose authority agents may act under. They can be added before they ever sign in."
    >
      <ActionForm
        action={createHumanAction.bind(null, tenant)}
        label="Add a human"
        className="grid items-start gap-x-3 gap-y-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
      >
        <TextField name="email" label="E-mail" type="email" required maxLength={254} autoComplete="off" />
        <TextField name="name" label="Name" optional maxLength={120} autoComplete="off" />
        <SubmitButton className="sm:mt-6.5">Add human</SubmitButton>
        <details className="group/more col-span-full">
          <summary className="w-fit rounded-xs text-fg-muted text-xs hover:text-fg hover:underline">
            Their subject at an identity provider
          </summary>
          <TextField
            name="subject"
            label="Subject"
            mono
            maxLength={200}
            autoComplete="off"
            hint="What the provider's tokens call this person. Left empty, it is made of the e-mail."
            fieldClassName="max-w-sm pt-3"
          />
        </details>
      </ActionForm>
    </Card>
  );
}
