"use client";

import { useActionState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectionPlan } from "@/lib/connections/plan-connection";
import { connectAction, disconnectMineAction } from "../actions";

/** The way to the other side, and the way to end what there is. Plain forms before any script has arrived. */
export function ConnectForm({ tenant, then, plan }: { tenant: string; then: string; plan: ConnectionPlan }) {
  const { key, name } = plan.server;
  const [state, connect] = useActionState(connectAction.bind(null, tenant, key, then), undefined);
  const [ended, disconnect] = useActionState(disconnectMineAction.bind(null, tenant, key), undefined);
  const isThere = plan.status === "connected" || plan.status === "needs_reauth";
  const refused = [state, ended].find((one) => one?.ok === false);
  return (
    <div className="grid gap-3">
      {refused?.ok === false && (
        <Notice tone="danger" live>
          {refused.message}
        </Notice>
      )}
      <form action={connect}>
        <SubmitButton size="lg" className="w-full" {...(plan.status === "connected" ? { variant: "secondary" } : {})}>
          {plan.status === "connected"
            ? "Connect another account"
            : plan.status === "needs_reauth"
              ? "Authorize again"
              : `Continue to ${name}`}
        </SubmitButton>
      </form>
      {isThere && (
        <form action={disconnect}>
          <SubmitButton size="lg" variant="danger-quiet" className="w-full">
            Disconnect
          </SubmitButton>
        </form>
      )}
      {then !== "" && (
        <ButtonLink href={then} variant="ghost" className="w-full">
          {plan.status === "connected" ? "Go on" : "Not now"}
        </ButtonLink>
      )}
    </div>
  );
}
