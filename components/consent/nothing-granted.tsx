"use client";

import { useActionState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState } from "@/lib/console/action-state";

type Action = (state: ActionState, form: FormData) => Promise<ActionState>;

/** Nothing is granted to this human: who can change that, and a way to say that it is needed. */
export function NothingGranted({
  action,
  server,
  helpers,
}: {
  action: Action;
  /** The one server that was asked for. */
  server: string | undefined;
  /** Who can grant: names or e-mail addresses. */
  helpers: readonly string[];
}) {
  const [state, submit] = useActionState(action, undefined);
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon="inbox"
        title={server === undefined ? "Nothing is granted to you here yet" : `${server} is not granted to you`}
        actions={
          state?.ok === true ? (
            <Notice tone="success" live>
              Written down for your admins. Open this page again once they have granted it.
            </Notice>
          ) : (
            <form action={submit} className="grid justify-items-center gap-2">
              <SubmitButton>Ask for access</SubmitButton>
              {state?.ok === false && (
                <Notice tone="danger" live>
                  {state.message}
                </Notice>
              )}
            </form>
          )
        }
      >
        An agent can only use what an admin lets you delegate. Ask your admin
        {helpers.length > 0 && `: ${helpers.join(", ")}`}.
      </EmptyState>
    </div>
  );
}
