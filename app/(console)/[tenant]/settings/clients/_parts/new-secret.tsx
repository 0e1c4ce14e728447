"use client";

import { useActionState } from "react";
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
      <SubmitButton size="sm" variant="ghost" icon="key" aria-label={`New secret for ${name}`} title="New secret">
        Secret
      </SubmitButton>
      {state?.ok === false && (
        <p role="alert" className="text-denied text-xs">
          {state.message}
        </p>
      )}
    </form>
  );
}
