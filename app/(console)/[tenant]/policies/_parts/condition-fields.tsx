"use client";

import { type MouseEvent, useEffect, useReducer, useRef, useState } from "react";
import { ConditionPart } from "@/components/policies/condition/condition-part";
import type { DraftSubject, GroupDraft } from "@/components/policies/condition/draft";
import { chooseMissing, renameSubject } from "@/components/policies/condition/edit-tree";
import { changePart, openPart, type PartAction } from "@/components/policies/condition/part-state";
import type { ShownFinding, Side } from "@/components/policies/condition/shown-finding";
import { Card } from "@/components/ui/card";
import type { Missing } from "@/lib/policy/condition/condition";
import type { Effect } from "@/lib/policy/decision";
import { useRefused } from "../../_parts/action-form";
import type { CheckedDraft } from "./check-draft";
import { PolicyCheck } from "./policy-check";
import { useFrame } from "./policy-form-frame";
import { type Parts, sides, usePolicyCheck } from "./use-policy-check";

type Act = PartAction & { side: Side };

const reduce = (parts: Parts, { side, ...action }: Act): Parts => ({
  ...parts,
  // safe because taking the side out of it leaves the action
  [side]: changePart(parts[side], action as PartAction),
});

/** The conditions of a policy, and what a check says of it while it is written. */
export function ConditionFields({
  whenText,
  unlessText,
  effect: savedEffect,
  initial,
  testsHref,
}: {
  whenText: string;
  unlessText: string;
  effect: Effect;
  initial: CheckedDraft | undefined;
  testsHref: string | undefined;
}) {
  const { values, fields } = useRefused();
  const { posted } = useFrame();
  const [parts, act] = useReducer(reduce, undefined, () => ({
    when: openPart(values["when"] ?? whenText),
    unless: openPart(values["unless"] ?? unlessText),
  }));
  const [effect, setEffect] = useState(values["effect"] ?? savedEffect);
  const box = useRef<HTMLDivElement>(null);
  const { checked, findings, problem, options, pending, waiting, checkNow } = usePolicyCheck(
    parts,
    posted ?? initial,
    box,
  );

  useEffect(() => {
    const form = box.current?.closest("form");
    const changed = (event: Event): void => {
      if (event.target instanceof HTMLInputElement && event.target.name === "effect") setEffect(event.target.value);
    };
    form?.addEventListener("change", changed);
    return () => form?.removeEventListener("change", changed);
  }, []);

  const accept = (finding: ShownFinding): void => {
    const { subject, suggestion, list } = finding;
    if (subject === undefined || subject.kind === "attr" || suggestion === undefined) return;
    const to: DraftSubject = { kind: subject.kind, path: pathOf(suggestion) };
    for (const side of sides)
      act({ side, type: "edit", edit: (root: GroupDraft) => renameSubject(root, subject, to, list) });
  };
  /** A name that holds a dot is written like a path; what is offered tells them apart. */
  const pathOf = (written: string): readonly string[] =>
    options.find(({ path }) => path.join(".") === written)?.path ?? written.split(".");
  const choose = ({ side, node }: ShownFinding, missing: Missing): void => {
    if (side && node !== undefined) act({ side, type: "edit", edit: (root) => chooseMissing(root, node, missing) });
  };
  const check = (event: MouseEvent): void => {
    // Without script the button sends the form.
    event.preventDefault();
    void checkNow();
  };

  const verb = effect === "allow" ? "Allows" : "Denies";
  const shared = { options, tools: checked?.covers.tools ?? 0, accept, choose };
  const of = (side: Side) => {
    const { error } = parts[side];
    return {
      side,
      state: parts[side],
      findings: findings.filter(
        (finding) =>
          finding.side === side &&
          // The mark in the text says it already.
          !(finding.code === "syntax" && error !== undefined),
      ),
      refused: fields[side],
      dispatch: (action: PartAction) => act({ side, ...action }),
    };
  };
  return (
    <div ref={box} className="contents">
      <Card title="Conditions" description="What a covered call must be like. Left empty, every covered call is meant.">
        <div className="grid gap-5">
          <ConditionPart
            {...shared}
            {...of("when")}
            title={`${verb} when`}
            description={
              effect === "allow"
                ? "The policy allows a call only when this holds."
                : "The policy denies a call only when this holds."
            }
            empty={<p className="text-fg-muted">No condition: it applies to every call that it covers.</p>}
          />
          <hr className="border-line" />
          <ConditionPart
            {...shared}
            {...of("unless")}
            title="Unless"
            description="Where this holds, the policy does not apply."
            empty={<p className="text-fg-muted">No exception.</p>}
          />
        </div>
      </Card>
      <div className="min-w-0 xl:col-start-2 xl:row-span-5 xl:row-start-1">
        <div className="xl:sticky xl:top-4">
          <PolicyCheck
            checked={checked}
            findings={findings.filter(({ side }) => side === undefined)}
            problem={problem}
            pending={pending}
            waiting={waiting}
            testsHref={testsHref}
            onCheck={check}
          />
        </div>
      </div>
    </div>
  );
}
