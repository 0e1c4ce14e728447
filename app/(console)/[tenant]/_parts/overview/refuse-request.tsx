import { ConfirmAction } from "../confirm-action";
import { TextField } from "../fields";
import { refuseRequestAction } from "./actions";

/** Answers a request for access with no, and says why. */
export function RefuseRequest({ tenant, event, who }: { tenant: string; event: string; who: string }) {
  return (
    <ConfirmAction
      id={`refuse-${event}`}
      action={refuseRequestAction.bind(null, tenant)}
      fields={{ event }}
      title={`Refuse what ${who} asks for?`}
      description="Nothing is granted, and the request waits no longer. They find the answer in their own log, and may ask again."
      confirmLabel="Refuse request"
      ask={<TextField name="why" label="Why" optional maxLength={500} placeholder="What they should know" />}
      size="sm"
      variant="ghost"
      label={`Refuse the request of ${who}`}
    >
      Refuse
    </ConfirmAction>
  );
}
