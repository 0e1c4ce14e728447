"use client";

import { useActionState } from "react";
import { toMs } from "@/components/audit/to-ms";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectionTest, TestStep, TestStepName } from "@/lib/connections/test-connection";
import type { BoundAction } from "../../../_parts/action-form";

const titles: Record<TestStepName, string> = {
  address: "Address",
  connect: "Connection",
  handshake: "Protocol",
  tools: "Tools",
};

/** Tries the server from here to its list of tools, and says where that ended and what to do. */
export function TestConnection({ action, server }: { action: BoundAction<ConnectionTest>; server: string }) {
  const [state, submit] = useActionState(action, undefined);
  return (
    <form action={submit} aria-label="Test connection" className="grid gap-3 pt-3">
      <input type="hidden" name="server" value={server} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <SubmitButton variant="secondary" icon="connection">
          Test connection
        </SubmitButton>
        {state !== undefined && (
          <p role="status" className={state.ok && state.result.ok ? "text-success" : "text-denied"}>
            {state.ok ? toSentence(state.result) : state.message}
          </p>
        )}
      </div>
      {state?.ok === true && (
        <ol aria-label="Steps of the test" className="grid gap-2">
          {state.result.steps.map((step) => (
            <Step key={step.step} step={step} />
          ))}
        </ol>
      )}
    </form>
  );
}

function toSentence({ ok, as, ms, steps }: ConnectionTest): string {
  const last = steps.at(-1);
  if (!ok && last) return `Failed at: ${titles[last.step]}.`;
  return as === "challenge_only" ? "Passed, as far as it goes without an account." : `Passed in ${toMs(ms)}.`;
}

function Step({ step: { step, ok, ms, text, whatToDo } }: { step: TestStep }) {
  return (
    <li className="flex min-w-0 items-start gap-2">
      <Icon
        name={ok ? "circle-check" : "circle-x"}
        label={ok ? "Passed" : "Failed"}
        className={ok ? "mt-0.5 text-success" : "mt-0.5 text-denied"}
      />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          <span className="font-medium">{titles[step]}</span>{" "}
          <span className="text-fg-subtle tabular-nums">{toMs(ms)}</span>
        </p>
        <p className="text-fg-muted">{text}</p>
        {whatToDo !== undefined && <p>{whatToDo}</p>}
      </div>
    </li>
  );
}
