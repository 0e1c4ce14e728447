import { Card } from "@/components/ui/card";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteHumanAction } from "../../actions";

export function DeleteHuman({ tenant, human }: { tenant: string; human: HumanView }) {
  const name = human.name ?? human.email ?? human.key;
  return (
    <Card
      tone="danger"
      title="Delete this human"
      description="Their agents are disconnected and their ceilings taken away. What happened under their authority stays in the log, with their name until an owner erases it."
    >
      <ConfirmAction
        id="delete-human"
        action={deleteHumanAction.bind(null, tenant)}
        fields={{ human: human.key }}
        title={`Delete ${name}?`}
        description="Every agent of theirs is refused from the next call on. This cannot be undone."
        confirmLabel="Delete human"
        typed={human.key}
        variant="danger-quiet"
      >
        Delete human
      </ConfirmAction>
    </Card>
  );
}
