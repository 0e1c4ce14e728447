import type { FactsAt } from "../condition/compile";
import type { Scalar } from "../condition/condition";
import { nfc } from "../condition/texts";
import type { Effect } from "../decision";
import { type ArgumentFacts, NULL, NUMBER, STRING } from "../schema/argument-facts";
import { anyArgument, argumentFacts, mayBe, tooComplex } from "../schema/facts";
import { listed, namesOf } from "../schema/validate";
import type { CoveredTool } from "./finding";
import type { Note } from "./fold-notes";
import { inARow } from "./in-a-row";
import { literalsOf, nameOf, type Path, type Question } from "./questions";
import { keyOf, type NamedArguments, namedArguments, suggestArgument, writtenPath } from "./suggest";

/** A tool as the check sees it; every look into its schema is remembered. */
export type View = { factsAt: FactsAt; names: () => NamedArguments; isTooComplex: () => boolean };

export function viewOf({ inputSchema }: CoveredTool): View {
  const known = new Map<string, ArgumentFacts>();
  let names: NamedArguments | undefined;
  // One look that took too long is enough: of this tool nothing more is asked.
  let isTooComplex = false;
  return {
    factsAt(path, key) {
      const facts = known.get(key) ?? (isTooComplex ? anyArgument : argumentFacts(inputSchema, path));
      if (facts === tooComplex) isTooComplex = true;
      known.set(key, facts);
      return facts;
    },
    names() {
      names ??= namedArguments(inputSchema);
      return names;
    },
    isTooComplex: () => isTooComplex,
  };
}

/** What is to be said of the arguments that a policy asks one tool for. */
export function checkArguments(questions: readonly Question[], view: View, effect: Effect): Note[] {
  const notes: Note[] = [];
  /** Lists of whose elements nothing can be said. */
  const lost = new Set<string>();
  for (const question of questions) {
    const { path, list, test } = question;
    if (path === undefined || (list && lost.has(keyOf(list)))) continue;
    const facts = view.factsAt(path, keyOf(path));
    if (view.isTooComplex()) break;
    const known = facts.declared && facts.types !== 0;
    if (known && facts.types & question.needed) notes.push(...checkValue(question, path, facts, view, effect));
    else {
      notes.push(known ? mismatch(question, path, facts) : undeclared(question, path, view));
      if ("where" in test) lost.add(keyOf(path));
    }
  }
  return notes;
}

/** Of an argument that no schema names: either the schema names others there, or it does not say what there is. */
function undeclared({ at }: Question, path: Path, view: View): Note {
  const facts = (length: number): ArgumentFacts => view.factsAt(path.slice(0, length), keyOf(path.slice(0, length)));
  const impossible = facts(path.length).types === 0;
  let above = 0;
  while (above < path.length - 1 && facts(above + 1).declared) above += 1;
  const container = path.slice(0, above);
  if (!impossible && (path[above] === "*" || !view.names().described.has(keyOf(container)))) {
    const where = above === 0 ? "which arguments there are" : `what is inside ${writtenPath(container)}`;
    const text = `The input schema does not say ${where}, so names and types are not checked`;
    return { level: "info", code: "no_schema", at, about: keyOf(container), text };
  }
  return {
    level: "warning",
    code: "unknown_argument",
    at,
    about: keyOf(path),
    impossible,
    text: `There is no argument ${writtenPath(path)}`,
    suggest: () => suggestArgument(path, view.names()),
  };
}

function mismatch({ at, test, needed }: Question, path: Path, facts: ArgumentFacts): Note {
  const argument = writtenPath(path);
  const wanted = namesOf({ types: needed }).join(" or ");
  return {
    level: "error",
    code: "type_mismatch",
    at,
    about: at,
    text: `${argument} is ${describe(facts)}; ${nameOf(test)} needs ${wanted}`,
    general: `${nameOf(test)} needs ${argument} to be ${wanted}, which it is not`,
  };
}

/** Of an argument that the test can judge. */
function checkValue(question: Question, path: Path, facts: ArgumentFacts, view: View, effect: Effect): Note[] {
  return [
    ...checkOtherTypes(question, path, facts, effect),
    ...checkMissing(question, path, facts, effect),
    ...checkLiterals(question, path, facts),
    ...checkElements(question, path, view),
  ];
}

const ofError: Record<Effect, string> = {
  deny: "A deny that errs blocks the call.",
  allow: "An allow that errs does not apply.",
};

function checkOtherTypes({ at, test, needed }: Question, path: Path, facts: ArgumentFacts, effect: Effect): Note[] {
  const types = facts.types & ~needed & ~NULL;
  if (types === 0) return [];
  const general = `${writtenPath(path)} may have a type that ${nameOf(test)} cannot judge`;
  const text = `${writtenPath(path)} may also be ${namesOf({ types }).join(" or ")}, which ${nameOf(test)} cannot judge`;
  return [{ level: "info", code: "may_mismatch", at, about: at, text, general, consequence: ofError[effect] }];
}

const ofMissing: Record<Effect, Required<Pick<Note, "level" | "consequence">>> = {
  deny: {
    level: "warning",
    consequence:
      "A deny blocks such a call: say with ifMissing(…, true) or ifMissing(…, false) whether that is wanted.",
  },
  allow: {
    level: "info",
    consequence: "An allow does not apply to such a call; ifMissing(…, true) or ifMissing(…, false) can say otherwise.",
  },
};

function checkMissing({ at, test, guarded }: Question, path: Path, facts: ArgumentFacts, effect: Effect): Note[] {
  if (guarded || !("onMissing" in test) || test.onMissing !== "error") return [];
  const asksForNull = literalsOf(test).includes(null);
  const words = [...(facts.missing ? ["missing"] : []), ...(facts.types & NULL && !asksForNull ? ["null"] : [])];
  if (words.length === 0) return [];
  const text = `${writtenPath(path)} may be ${words.join(" or ")}`;
  const general = `${writtenPath(path)} may be missing or null`;
  const { level, consequence } = ofMissing[effect];
  return [{ level, code: "optional_argument", at, about: at, text, general, consequence }];
}

function checkLiterals({ at, test }: Question, path: Path, facts: ArgumentFacts): Note[] {
  return neverOf(at, writtenPath(path), literalsOf(test), facts);
}

/** Of what a list is asked to hold. */
function checkElements({ at, test }: Question, path: Path, view: View): Note[] {
  const wanted = "op" in test && (test.op === "has" || test.op === "hasAny" || test.op === "hasAll") ? test.value : [];
  const element = [...path, "*"];
  const literals = Array.isArray(wanted) ? wanted : [wanted];
  return literals.length === 0
    ? []
    : neverOf(at, writtenPath(element), literals, view.factsAt(element, keyOf(element)));
}

function neverOf(at: string, argument: string, literals: readonly Scalar[], facts: ArgumentFacts): Note[] {
  const never = literals.filter((literal) => !canBe(facts, literal));
  if (never.length === 0) return [];
  const general = `${argument} is never ${inARow(never)}`;
  return [{ level: "warning", code: "never", at, about: at, text: `${general}: it is ${describe(facts)}`, general }];
}

/** Whether a value of these facts can equal the literal, as conditions compare. */
function canBe(facts: ArgumentFacts, literal: Scalar): boolean {
  const { types, values } = facts;
  if (typeof literal !== "string") return mayBe(facts, literal) && values?.includes(literal) !== false;
  if ((types & STRING) === 0) return false;
  return values?.some((value) => typeof value === "string" && nfc(value) === nfc(literal)) !== false;
}

/** What an argument can be, in a few words. */
function describe({ types, integer, values, min, max }: ArgumentFacts): string {
  if (values !== undefined) return listed(values);
  const range =
    types !== NUMBER || (min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY)
      ? ""
      : max === Number.POSITIVE_INFINITY
        ? `, at least ${min}`
        : min === Number.NEGATIVE_INFINITY
          ? `, at most ${max}`
          : ` from ${min} to ${max}`;
  return `${namesOf({ types, whole: integer }).join(" or ")}${range}`;
}
