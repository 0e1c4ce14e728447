import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { ActionForm } from "../../../_parts/action-form";
import { TextField } from "../../../_parts/fields";
import { updateHumanAction } from "../../actions";

export function HumanFacts({ tenant, human, mayWrite }: { tenant: string; human: HumanView; mayWrite: boolean }) {
  return (
    <Card title="Details">
      <KeyValues>
        <KeyValue name="Key" mono copy={human.key}>
          {human.key}
        </KeyValue>
        <KeyValue name="E-mail">{human.email}</KeyValue>
        {!mayWrite && <KeyValue name="Name">{human.name}</KeyValue>}
        <KeyValue name="Human id" mono copy={human.id}>
          {human.id}
        </KeyValue>
        <KeyValue name="Added">
          <Time value={human.createdAt} format="full" />
        </KeyValue>
      </KeyValues>
      {mayWrite && (
        <ActionForm
          action={updateHumanAction.bind(null, tenant)}
          done="Saved."
          label="Rename"
          className="mt-3 flex items-end gap-2 border-line border-t pt-3"
        >
          <input type="hidden" name="human" value={human.key} />
          <TextField name="name" label="Name" defaultValue={human.name ?? ""} maxLength={120} fieldClassName="flex-1" />
          <SubmitButton variant="secondary">Save</SubmitButton>
        </ActionForm>
      )}
    </Card>
  );
}
