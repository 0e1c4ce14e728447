import { Card } from "@/components/ui/card";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteServerAction } from "../../actions";

export function DeleteServer({ tenant, server }: { tenant: string; server: ServerView }) {
  return (
    <Card
      tone="danger"
      title="Delete this server"
      description="Its tools, ceilings and consents go with it. What happened on it stays in the log."
      actions={
        <ConfirmAction
          id="delete-server"
          action={deleteServerAction.bind(null, tenant)}
          fields={{ server: server.key }}
          title={`Delete ${server.name}?`}
          description="Agents are refused from the next call on. Ceilings and consents would have to be given anew."
          confirmLabel="Delete server"
          typed={server.key}
          variant="danger-quiet"
        >
          Delete server
        </ConfirmAction>
      }
    />
  );
}
