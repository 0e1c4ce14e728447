"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PartState } from "@/components/policies/condition/part-state";
import { type Drafts, type ShownFinding, type Side, showFindings } from "@/components/policies/condition/shown-finding";
import { toCondition } from "@/components/policies/condition/to-condition";
import type { CheckedDraft } from "./check-draft";
import { useFrame } from "./policy-form-frame";

export type Parts = Readonly<Record<Side, PartState>>;
export const sides = ["when", "unless"] as const satisfies readonly Side[];

/** After the last key, so that nothing is asked while somebody writes. */
const pauseMs = 600;

type Told = { checked: CheckedDraft | undefined; findings: ShownFinding[]; problem: string | undefined };

const tell = (checked: CheckedDraft | undefined, drafts: Drafts): Told => ({
  checked,
  findings: showFindings(checked?.findings ?? [], drafts),
  problem: undefined,
});

const draftsOf = ({ when, unless }: Parts): Drafts => ({ when: when.draft, unless: unless.draft });

/** Asks what would become of the form as it stands: by itself a moment after each change, and at once by `checkNow`. */
export function usePolicyCheck(parts: Parts, initial: CheckedDraft | undefined, box: RefObject<HTMLElement | null>) {
  const { check, refused } = useFrame();
  const [told, setTold] = useState(() => tell(initial, draftsOf(parts)));
  const [options, setOptions] = useState(initial?.options ?? []);
  const [pending, setPending] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const seen = useRef(initial?.seen);
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(parts);

  const checkNow = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const form = box.current?.closest("form");
    if (!form) return;
    const now = latest.current;
    const data = toFormData(form, now, seen.current);
    setWaiting(data === undefined);
    if (!data) return;
    turn.current += 1;
    const mine = turn.current;
    setPending(true);
    try {
      const answer = await check(undefined, data);
      if (mine !== turn.current) return;
      if (answer?.ok === true) {
        const { checked } = answer.result;
        setTold(tell(checked, draftsOf(now)));
        seen.current = checked.seen;
        if (checked.options) setOptions(checked.options);
      } else setTold((before) => ({ ...before, problem: answer?.message ?? "There was no answer." }));
    } catch {
      if (mine === turn.current)
        setTold((before) => ({ ...before, problem: "The check could not be made. Try again." }));
    } finally {
      if (mine === turn.current) setPending(false);
    }
  }, [check, box]);

  const checkSoon = useCallback((): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void checkNow(), pauseMs);
  }, [checkNow]);

  useEffect(() => {
    latest.current = parts;
  });

  const isFirst = useRef(true);
  const [whenText, unlessText] = [parts.when.text, parts.unless.text];
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of a text is a reason to look again
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else checkSoon();
  }, [whenText, unlessText, checkSoon]);

  useEffect(() => {
    const form = box.current?.closest("form");
    form?.addEventListener("input", checkSoon);
    return () => {
      form?.removeEventListener("input", checkSoon);
      clearTimeout(timer.current);
    };
  }, [box, checkSoon]);

  // What was refused is shown where it stands.
  useEffect(() => {
    if (refused) void checkNow();
  }, [refused, checkNow]);

  return { ...told, options, pending, waiting, checkNow };
}

/** The form with its conditions as trees, so that findings point into the builder; undefined while something in it is unfinished. */
function toFormData(form: HTMLFormElement, parts: Parts, seen: string | undefined): FormData | undefined {
  const data = new FormData(form);
  for (const side of sides) {
    const { draft, text } = parts[side];
    const { condition, unfinished } = draft ? toCondition(draft) : { condition: undefined, unfinished: undefined };
    if (unfinished && unfinished.size > 0) return undefined;
    data.set(side, condition === undefined ? text : condition === null ? "" : JSON.stringify(condition));
  }
  if (seen !== undefined) data.set("seen", seen);
  return data;
}
