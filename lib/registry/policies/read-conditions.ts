import { type Issue, invalid } from "@/lib/kernel/errors";
import { type Condition, ConditionError } from "@/lib/policy/condition/condition";
import { readCondition } from "@/lib/policy/condition/read-condition";
import { parseCondition } from "@/lib/policy/text/parse";
import { isStorable } from "../internal/is-storable";
import type { ConditionInput } from "./policy-input";

type Field = "when" | "unless";

/** Conditions as they are stored; a field that was not given is not there. */
export type Conditions = { [F in Field]?: Condition | null };

/** What was written as `when` and `unless`, and one issue for each of the two that cannot be read. */
export function readConditions(input: { [F in Field]?: ConditionInput | undefined }): {
  conditions: Conditions;
  issues: Issue[];
} {
  const conditions: Conditions = {};
  const issues: Issue[] = [];
  for (const field of ["when", "unless"] as const) {
    const written = input[field];
    if (written === undefined) continue;
    try {
      conditions[field] = readOne(written, field);
    } catch (error) {
      issues.push(toIssue(error, field, typeof written === "string"));
    }
  }
  return { conditions, issues };
}

/** Like `readConditions`. Throws `invalid` with the path into the tree, or the character of the text, that is wrong. */
export function requireConditions(input: Parameters<typeof readConditions>[0]): Conditions {
  const { conditions, issues } = readConditions(input);
  const [first] = issues;
  if (first) throw invalid(`${first.path}: ${first.message}`, issues);
  return conditions;
}

function readOne(written: ConditionInput, field: Field): Condition | null {
  if (written === null) return null;
  if (typeof written === "string" && written.trim() === "") return null;
  // Patterns, ranges and zones are judged in the tree, whichever way it was written.
  const condition = readCondition(typeof written === "string" ? parseCondition(written) : written, field);
  if (!isStorable(condition))
    throw new ConditionError("It holds a character that cannot be stored (NUL, or half of one).", field);
  return condition;
}

function toIssue(error: unknown, field: Field, fromText: boolean): Issue {
  if (!(error instanceof ConditionError)) throw error;
  const { at, message } = error;
  if (typeof at === "number") return { path: field, message: `At character ${at + 1}: ${message}`, position: at };
  // Whoever wrote a text does not know the tree that became of it.
  return { path: fromText ? field : at, message };
}
