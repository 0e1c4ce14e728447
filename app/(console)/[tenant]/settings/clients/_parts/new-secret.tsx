"use client";

import { useActionState, useState } from "react";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { BoundAction } from "../../../_parts/action-form";
import { Secret } from "../../_parts/secret";
import type { MadeClient } from "./add-client";

/** Gives a client a new secret, which is shown this once. The old one is worth nothing then. */
export function NewSecret({
  action,
  clientId,
  name,
}: {
  action: BoundAction<MadeClient>;
  clientId: string;
  name: string;
}) {
  const [state, submit] = useActionState(action, undefined);
  const [armed, setArmed] = useState(false);
  const secret = state?.ok === true ? state.result.secret : null;
  if (secret !== null)
    return (
      <span className="block max-w-72 whitespace-normal text-left">
        <Secret title="The new secret." what="client secret" value={secret}>
          Copy it now. It is shown this once; the old one is worth nothing any more.
        </Secret>
      </span>
    );
  return (
    <form action={submit}>
      <input type="hidden" name="client" value={clientId} />
      {armed ? (
        <SubmitButton size="sm" variant="danger" aria-label={`Replace the secret of ${name}`}>
          Replace it
        </SubmitButton>
      ) : (
        // The old secret is worth nothing afterwards: one press too few to be a slip.
        <Button
          size="sm"
          variant="ghost"
          icon="key"
          aria-label={`New secret for ${name}`}
          onClick={() => setArmed(true)}
        >
          Secret
        </Button>
      )}
      {state?.ok === false && (
        <p role="alert" className="text-denied text-xs">
          {state.message}
        </p>
      )}
    </form>
  );
}
