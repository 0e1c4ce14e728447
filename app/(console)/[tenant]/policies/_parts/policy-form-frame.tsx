"use client";

import { createContext, type ReactNode, useActionState, useContext } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionState } from "@/lib/console/action-state";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { type BoundAction, StatefulForm } from "../../_parts/action-form";
import type { CheckedDraft } from "./check-draft";

/** A check, and what was typed when it was asked for: without script the form comes back empty otherwise. */
export type CheckedForm = { checked: CheckedDraft; values: Record<string, string> };

export type SaveAction = BoundAction<PolicyView | CheckedForm>;

type Frame = {
  check: BoundAction<CheckedForm>;
  /** What the button has brought back, without script. */
  posted: CheckedDraft | undefined;
  refused: Extract<ActionState, { ok: false }> | undefined;
};

const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error("A part of the form of a policy stands outside of it.");
  return frame;
}

/** The form of a policy: it can be saved, and it can be checked without being saved. */
export function PolicyFormFrame({
  action,
  check,
  done,
  children,
}: {
  /** Checks instead of saving where the form's `intent` says so. */
  action: SaveAction;
  check: BoundAction<CheckedForm>;
  done?: string | undefined;
  children: ReactNode;
}) {
  const [state, submit] = useActionState(action, undefined);
  const refused = state?.ok === false ? state : undefined;
  const posted = state?.ok === true && "checked" in state.result ? state.result : undefined;
  const notSaved = { message: "This is what the check says. Nothing has been saved yet.", fields: {} };
  const shown: ActionState = posted ? { ok: false, ...notSaved, values: posted.values } : state;
  return (
    <StatefulForm state={shown} submit={submit} done={done} label="Policy">
      <FrameContext value={{ check, posted: posted?.checked, refused }}>
        {/* On a wide page the check stays in sight beside what is being written. */}
        <div className="grid content-start gap-4 xl:grid-cols-[minmax(0,48rem)_minmax(0,24rem)]">{children}</div>
      </FrameContext>
    </StatefulForm>
  );
}

/** The way out of a refused activation. */
export function SaveAsDraft({ inForce }: { inForce: boolean }) {
  const { refused } = useFrame();
  if (refused?.values["status"] !== "active") return null;
  return (
    <SubmitButton
      name="status"
      value="draft"
      variant="secondary"
      title={inForce ? "Takes the policy out of force" : "Keeps it without putting it into force"}
    >
      {inForce ? "Save as draft, out of force" : "Save as draft"}
    </SubmitButton>
  );
}
