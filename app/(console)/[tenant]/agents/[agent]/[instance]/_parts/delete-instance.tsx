import { Card } from "@/components/ui/card";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ConfirmAction } from "../../../../_parts/confirm-action";
import { deleteInstanceAction } from "../../../actions";

export function DeleteInstance({
  tenant,
  instance: { id, label, agent },
}: {
  tenant: string;
  instance: Pick<InstanceView, "id" | "label" | "agent">;
}) {
  return (
    <Card
      tone="danger"
      title="Delete this instance"
      description="It is disconnected and goes from the lists. What it did stays in the log."
    >
      <ConfirmAction
        id="delete-instance"
        action={deleteInstanceAction.bind(null, tenant)}
        fields={{ instance: id, agent: agent.slug }}
        title={`Delete ${label}?`}
        description="It is refused from its next call on. This cannot be undone."
        confirmLabel="Delete instance"
        typed={id}
        variant="danger-quiet"
      >
        Delete instance
      </ConfirmAction>
    </Card>
  );
}
