"use client";

import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { InvitationLink } from "@/lib/console/invitation-link";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { Secret } from "../../../settings/_parts/secret";

/** A link with which the person behind a human signs in for the first time. It is shown this once. */
export function InviteHuman({ action, human }: { action: BoundAction<InvitationLink>; human: string }) {
  const [state, submit] = useActionState(action, undefined);
  return (
    <Card
      title="Sign-in"
      description="A link with which this person sets a password, or signs in with an account that they have. From then on that account, and no other, speaks for them. It counts once, for seven days."
    >
      {state?.ok === true ? (
        <Secret title="The link is ready." what="invitation link" value={state.result.url}>
          Send it to this person and nobody else: whoever opens it becomes them. It is shown this once.
        </Secret>
      ) : (
        <StatefulForm state={state} submit={submit} label="Invite">
          <input type="hidden" name="human" value={human} />
          <div>
            <SubmitButton variant="secondary">Make an invitation link</SubmitButton>
          </div>
        </StatefulForm>
      )}
    </Card>
  );
}
