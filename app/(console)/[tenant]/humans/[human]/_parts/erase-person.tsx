import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { EraseReason, ErasureTerms } from "../../../_parts/erasure-terms";
import { erasePersonAction } from "../../actions";

const ofCalls = "What is stored of the arguments and results of every call under their authority.";

/**
 * Erases what the log may lose of a human. As long as they are here that is what is stored of calls; of the deleted their name and
 * e-mail address can go as well.
 */
export function ErasePerson({
  tenant,
  humanKey,
  state,
}: {
  tenant: string;
  humanKey: string;
  /** `nameless`: deleted, and the name is erased already. */
  state: "here" | "deleted" | "nameless";
}) {
  const withName = state === "deleted";
  return (
    <Card tone="danger" title="Personal data in the log" description={descriptions[state]}>
      <ConfirmAction
        id="erase-person"
        action={erasePersonAction.bind(null, tenant)}
        fields={{ human: humanKey, ...(withName ? {} : { calls: "true" }) }}
        title="Erase personal data in the log?"
        description="It is erased for good. This cannot be undone."
        confirmLabel="Erase"
        typed={humanKey}
        variant="danger-quiet"
        ask={
          <>
            <ErasureTerms goes={withName ? ofName : ofCalls} stays={stays(state)} />
            {withName && (
              <Checkbox
                name="calls"
                defaultChecked
                label="Erase the stored arguments and results of their calls, too"
              />
            )}
            <EraseReason />
          </>
        }
      >
        Erase personal data in the log…
      </ConfirmAction>
    </Card>
  );
}

const ofName = "Their name and e-mail address, in every event: [erased] stands in their place.";

const descriptions = {
  here: "What is stored of their calls can be erased now. Their name and e-mail address can be erased here once the human is deleted: until then new events would say them again.",
  deleted: "Their name and e-mail address, and what is stored of their calls, can be erased. Events and proofs stay.",
  nameless: "What is stored of calls under their authority can be erased. Events and proofs stay.",
} as const;

const stays = (state: keyof typeof descriptions): string =>
  `Every event with its decision and its proof, their key and id, by which events are found, and client addresses, which others share.${
    state === "here" ? " Name and e-mail address stay until the human is deleted." : ""
  }`;
