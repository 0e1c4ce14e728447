import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ActionButton } from "../../(console)/[tenant]/_parts/action-button";
import { ConfirmAction } from "../../(console)/[tenant]/_parts/confirm-action";
import { pauseAction, revokeAction } from "../actions";

/** Pausing, which can be taken back at once, and revoking, which cannot. */
export function InstanceActions({
  tenant,
  instance: { id, label, status, suspendedBy },
}: {
  tenant: string;
  instance: Pick<InstanceView, "id" | "label" | "status" | "suspendedBy">;
}) {
  if (status === "disconnected") return null;
  const isMine = suspendedBy === "human" || suspendedBy === "both";
  return (
    <>
      {suspendedBy !== "admin" && (
        <ActionButton
          action={pauseAction.bind(null, tenant)}
          fields={{ instance: id, paused: String(!isMine) }}
          icon={isMine ? "play" : "pause"}
          done={isMine ? `${label} goes on.` : `${label} is paused.`}
          label={`${isMine ? "Resume" : "Pause"} ${label}`}
        >
          {isMine ? "Resume" : "Pause"}
        </ActionButton>
      )}
      <ConfirmAction
        id={`revoke-${id}`}
        action={revokeAction.bind(null, tenant)}
        fields={{ instance: id }}
        title={`Disconnect ${label}?`}
        description="It is refused from its next call on, for good. To let it act for you again, connect it anew. What it did stays in the log."
        confirmLabel="Disconnect"
        done={`${label} is disconnected.`}
        variant="danger-quiet"
        icon="unplug"
        label={`Disconnect ${label}`}
      >
        Disconnect
      </ConfirmAction>
    </>
  );
}
