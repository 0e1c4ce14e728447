"use client";

import { type ReactNode, useActionState, useEffect } from "react";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState } from "@/lib/console/action-state";

export type Answered = { redirectTo: string; allowed: boolean };

type Action = (state: ActionState<Answered>, form: FormData) => Promise<ActionState<Answered>>;

/**
 * The answer to a request. It stays where it is when the request is closed, because its answer is what leads back to the agent:
 * also without script, when the page comes anew.
 */
export function ConsentForm({
  action,
  agent,
  closed,
  mayAllow,
  children,
}: {
  action: Action;
  agent: string;
  /** Why the request cannot be answered any more; undefined while it can. */
  closed: string | undefined;
  mayAllow: boolean;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, undefined);
  if (state?.ok === true) return <Back agent={agent} {...state.result} />;
  if (closed !== undefined)
    return (
      <Notice tone="info" title={closed}>
        You can close this page.
      </Notice>
    );
  return (
    <form action={submit} className="grid gap-4" aria-label={`Answer ${agent}`}>
      {children}
      <div className="sticky bottom-0 -mx-4 grid gap-2 border-line border-t bg-surface px-4 py-3">
        {state?.ok === false && (
          <Notice tone="danger" live>
            {state.message}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <SubmitButton variant="secondary" size="lg" name="answer" value="refuse" formNoValidate>
            Refuse
          </SubmitButton>
          {mayAllow && (
            <SubmitButton size="lg" name="answer" value="allow">
              Allow
            </SubmitButton>
          )}
        </div>
      </div>
    </form>
  );
}

/** Leads back to the agent: by itself, and by a link where a browser asks before it opens an app. */
function Back({ agent, redirectTo, allowed }: { agent: string } & Answered) {
  useEffect(() => {
    // The agent's page takes the place of this one: going back must not come to an answered request.
    window.location.replace(redirectTo);
  }, [redirectTo]);
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content={`0;url=${redirectTo}`} />
      </noscript>
      <Notice tone={allowed ? "success" : "info"} live title={allowed ? `${agent} may act for you.` : "You refused."}>
        Taking you back.{" "}
        <a href={redirectTo} className="rounded-xs underline underline-offset-3">
          Continue to {agent}
        </a>
        {" if nothing happens. Then you can close this page."}
      </Notice>
    </>
  );
}
