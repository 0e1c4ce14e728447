import type { AuditEvent } from "@/lib/audit/event";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { EraseReason, ErasureTerms } from "../../../_parts/erasure-terms";
import { erasePayloadAction } from "../actions";

/** Erases what is stored of one call, after saying what goes and what stays. */
export function EraseCall({ tenant, event }: { tenant: string; event: AuditEvent }) {
  return (
    <ConfirmAction
      id="erase-payload"
      action={erasePayloadAction.bind(null, tenant)}
      fields={{ event: event.id }}
      title="Erase stored arguments and result?"
      description="They are erased for good. This cannot be undone."
      confirmLabel="Erase"
      typed="erase"
      variant="danger-quiet"
      size="sm"
      icon="trash"
      ask={
        <>
          <ErasureTerms
            goes="What is stored of this call’s arguments and result, and the words of it that searches find."
            stays="The event with its decision, which may quote values that a condition looked at, the names and sizes of the arguments, and its proof, which goes on holding."
          />
          <EraseReason />
        </>
      }
    >
      Erase stored arguments and result…
    </ConfirmAction>
  );
}
