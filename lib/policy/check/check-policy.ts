import { compile } from "../condition/compile";
import { type Condition, ConditionError } from "../condition/condition";
import { FALSE, type Outcomes, TRUE } from "../condition/outcome";
import { readCondition } from "../condition/read-condition";
import { levels } from "../level";
import { listed } from "../schema/validate";
import { checkArguments, viewOf } from "./check-arguments";
import type { CoveredTool, Finding } from "./finding";
import { type Note, type Said, toFindings } from "./fold-notes";
import { inARow } from "./in-a-row";
import { literalsOf, type Question, questionsOf, type Rule } from "./questions";

/** Most answers: tools times tests. */
const answersMax = 200_000;

/**
 * What is to be said of a policy's conditions, held against the input schema of every tool that it covers: names that do
 * not exist, types that do not fit, values that cannot be, what may be missing, conditions that decide nothing (research:
 * policy engine §4.7). Errors first; what is said of several tools is one finding.
 *
 * Pure and bounded: at most 50 findings, and where tools times tests are too many the first tools are checked and a warning
 * says so. What it says of arguments is true of those that fit the schemas.
 */
export function checkPolicy(policy: Rule, covered: readonly CoveredTool[]): Finding[] {
  const unusable = [...readAgain(policy.when, "when"), ...readAgain(policy.unless, "unless")];
  if (unusable.length > 0) return unusable;
  const questions = questionsOf(policy);
  const tools = covered.slice(0, Math.max(1, Math.floor(answersMax / Math.max(1, questions.length))));
  const ofPolicy = [...questions.flatMap(checkAttribute), ...checkCoverage(tools.length, covered.length)];
  const said = [...ofPolicy.map((note) => ({ note })), ...checkTools(policy, questions, tools)];
  return toFindings(said, tools.length);
}

/** What `readCondition` does not give back cannot be compiled: an operator that does not fit its attribute, a wrong pattern. */
function readAgain(condition: Condition | null, part: string): Finding[] {
  try {
    if (condition !== null) readCondition(condition, part);
    return [];
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return [{ level: "error", code: "invalid", message: error.message, at: String(error.at) }];
  }
}

const levelNames: ReadonlySet<unknown> = new Set(levels);

/** Operators that do not fit an attribute are refused before; what is left are levels that there are not. */
function checkAttribute({ at, test }: Question): Note[] {
  if (!("attr" in test) || test.attr !== "tool.level") return [];
  const never = literalsOf(test).filter((literal) => !levelNames.has(literal));
  if (never.length === 0) return [];
  const text = `tool.level is never ${inARow(never)}: it is ${listed(levels)}`;
  return [{ level: "warning", code: "never", at, about: at, text }];
}

function checkCoverage(checked: number, covered: number): Note[] {
  const at = "scope";
  if (covered === 0)
    return [{ level: "warning", code: "no_tool", at, about: at, text: "The policy covers no tool today" }];
  const text = `Only the first ${checked} of ${covered} tools were checked`;
  return checked < covered ? [{ level: "warning", code: "unchecked", at, about: at, text }] : [];
}

function checkTools(policy: Rule, questions: readonly Question[], tools: readonly CoveredTool[]): Said[] {
  const compiled = {
    when: policy.when && compile(policy.when),
    unless: policy.unless && compile(policy.unless),
  };
  return tools.flatMap((tool) => {
    const view = viewOf(tool);
    const notes = [
      ...checkArguments(questions, view, policy.effect),
      ...checkOutcome("when", compiled.when?.possible(view.factsAt, null)),
      ...checkOutcome("unless", compiled.unless?.possible(view.factsAt, null)),
      ...(view.isTooComplex() ? [tooComplexNote] : []),
    ];
    return notes.map((note) => ({ note, tool }));
  });
}

const tooComplexNote: Note = {
  level: "info",
  code: "schema_too_complex",
  at: "scope",
  about: "",
  text: "The input schema is too complex to be looked into, so arguments are not checked",
};

const outcomeTexts = {
  when: {
    always_true: "The condition (when) always holds, so it narrows nothing",
    always_false: "The condition (when) can never hold, so the policy never applies",
  },
  unless: {
    always_true: "The exception (unless) always holds, so the policy never applies",
    always_false: "The exception (unless) can never hold, so it exempts nothing",
  },
} as const;

function checkOutcome(at: "when" | "unless", outcomes: Outcomes | undefined): Note[] {
  const code = outcomes === TRUE ? "always_true" : outcomes === FALSE ? "always_false" : undefined;
  return code ? [{ level: "warning", code, at, about: at, text: outcomeTexts[at][code] }] : [];
}
