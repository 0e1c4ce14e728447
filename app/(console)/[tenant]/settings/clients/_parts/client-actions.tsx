import type { ClientView } from "@/lib/oauth/clients/client-view";
import { ActionButton } from "../../../_parts/action-button";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteClientAction, newSecretAction, setClientStatusAction } from "../actions";
import { NewSecret } from "./new-secret";

/** What an administrator can do to one client. */
export function ClientActions({ tenant, client }: { tenant: string; client: ClientView }) {
  const { clientId, name, kind, status, instances, authMethod } = client;
  const fields = { client: clientId };
  const live = instances === 1 ? "Its instance is disconnected" : `Its ${instances} instances are disconnected`;
  return (
    <span className="flex items-center justify-end gap-1.5">
      {kind === "manual" && authMethod.startsWith("client_secret") && (
        <NewSecret action={newSecretAction.bind(null, tenant)} clientId={clientId} name={name} />
      )}
      {status === "active" ? (
        <ConfirmAction
          id={`suspend-${clientId}`}
          action={setClientStatusAction.bind(null, tenant)}
          fields={{ ...fields, status: "suspended" }}
          title={`Suspend ${name}?`}
          description="It gets no tokens, and calls of its instances are denied from the next one on, until it is resumed."
          confirmLabel="Suspend client"
          done={`${name} is suspended.`}
          label={`Suspend ${name}`}
          variant="ghost"
          size="sm"
          icon="pause"
          square
        />
      ) : (
        <ActionButton
          action={setClientStatusAction.bind(null, tenant)}
          fields={{ ...fields, status: "active" }}
          done={`${name} is resumed.`}
          label={`Resume ${name}`}
          size="sm"
        >
          Resume
        </ActionButton>
      )}
      <ConfirmAction
        id={`delete-${clientId}`}
        action={deleteClientAction.bind(null, tenant)}
        fields={fields}
        title={`Delete ${name}?`}
        description={`${instances === 0 ? "It has no instance." : `${live} at once.`} ${
          kind === "manual" ? "This cannot be undone." : "It may come again by itself: suspend it to keep it out."
        }`}
        confirmLabel="Delete client"
        done={`${name} is deleted.`}
        label={`Delete ${name}`}
        variant="ghost"
        size="sm"
        icon="trash"
        square
      />
    </span>
  );
}
