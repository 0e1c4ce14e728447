import { ConditionError } from "@/lib/policy/condition/condition";
import { parseCondition } from "@/lib/policy/text/parse";
import { printCondition } from "@/lib/policy/text/print";
import { emptyRoot, type GroupDraft } from "./draft";
import { toCondition } from "./to-condition";
import { toDraft } from "./to-draft";

/** One condition of a policy under the hands of its author: a text, and where it can be read the tree that it says. */
export type PartState = {
  mode: "builder" | "text";
  /** What the form sends. */
  text: string;
  draft: GroupDraft | undefined;
  /** Why the text cannot be read, and at which character. */
  error: { message: string; at: number } | undefined;
};

export type PartAction =
  | { type: "mode"; mode: PartState["mode"] }
  | { type: "text"; text: string }
  | { type: "edit"; edit: (root: GroupDraft) => GroupDraft };

/** One that cannot be read is shown as the text that it is. */
export function openPart(text: string): PartState {
  const read = readText(text);
  return { text, ...read, mode: read.draft ? "builder" : "text" };
}

export function changePart(state: PartState, action: PartAction): PartState {
  switch (action.type) {
    case "mode":
      // What is unfinished in the builder makes a text with a mistake; the builder keeps its own while nobody writes.
      return { ...state, mode: action.mode, error: readText(state.text).error };
    case "text":
      return { ...state, text: action.text, ...readText(action.text) };
    case "edit": {
      if (!state.draft) return state;
      const draft = action.edit(state.draft);
      const { condition } = toCondition(draft);
      const text = condition === null ? "" : printCondition(condition);
      return { ...state, draft, text, error: readText(text).error };
    }
  }
}

function readText(text: string): Pick<PartState, "draft" | "error"> {
  if (text.trim() === "") return { draft: emptyRoot, error: undefined };
  try {
    return { draft: toDraft(parseCondition(text)), error: undefined };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return { draft: undefined, error: { message: error.message, at: Number(error.at) } };
  }
}
