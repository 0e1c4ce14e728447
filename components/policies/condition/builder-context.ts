"use client";

import { createContext, useContext } from "react";
import type { Missing } from "@/lib/policy/condition/condition";
import type { ArgumentOption } from "./argument-option";
import type { GroupDraft } from "./draft";
import type { ShownFinding } from "./shown-finding";

/** What every part of one condition's builder has at hand. */
export type Builder = {
  /** Arguments of the tools that the policy covers, and how many tools these are. */
  options: readonly ArgumentOption[];
  tools: number;
  /** What was found about this condition. */
  findings: readonly ShownFinding[];
  /** What is still to be filled in, by part. */
  unfinished: ReadonlyMap<number, string>;
  edit: (edit: (root: GroupDraft) => GroupDraft) => void;
  accept: (finding: ShownFinding) => void;
  choose: (finding: ShownFinding, missing: Missing) => void;
};

export const BuilderContext = createContext<Builder | undefined>(undefined);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("A part of a condition stands outside of its builder.");
  return builder;
}
