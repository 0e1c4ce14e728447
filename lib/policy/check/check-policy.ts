import { compile, type FactsAt } from "../condition/compile";
import { type Condition, ConditionError, type Leaf, type Quantifier, type Scalar } from "../condition/condition";
import { membersOf } from "../condition/normalize";
import { FALSE, type Outcomes, TRUE } from "../condition/outcome";
import { toPredicate } from "../condition/predicate";
import { readCondition } from "../condition/read-condition";
import { nfc } from "../condition/texts";
import type { Effect } from "../decision";
import { levels } from "../level";
import { ANY_TYPE, type ArgumentFacts, LIST, NULL, NUMBER, STRING } from "../schema/argument-facts";
import { anyArgument, argumentFacts, mayBe, tooComplex } from "../schema/facts";
import { counted, listed, namesOf, shown } from "../schema/validate";
import { functions, notation, quantifiers } from "../text/notation";
import { quoteShort } from "../text/quote";
import { keyOf, type NamedArguments, namedArguments, suggestArgument, writtenPath } from "./suggest";

/** `syntax` is said by whoever reads what was written, `unchecked` of what nobody has held against the schemas. */
export const findingCodes = [
  "syntax",
  "unchecked",
  "invalid",
  "unknown_argument",
  "type_mismatch",
  "may_mismatch",
  "never",
  "optional_argument",
  "always_true",
  "always_false",
  "no_tool",
  "no_schema",
  "schema_too_complex",
  "more",
] as const;
export type FindingCode = (typeof findingCodes)[number];

const findingLevels = ["error", "warning", "info"] as const;

/** One thing to say of a policy before it is in force. */
export type Finding = {
  /** An error keeps the policy from being activated; a warning is shown beside the clause. */
  level: (typeof findingLevels)[number];
  code: FindingCode;
  message: string;
  /** `when`, `unless`, `when.all.1`, `scope` … */
  at: string;
  /** `server/tool`, where it is about one tool. One about several lists them in its message. */
  tool?: string;
  /** What was probably meant, as it is written behind `args.`. */
  suggestion?: string;
};

/** A tool that the policy's scope covers. `inputSchema` as the upstream published it; undefined where there is none. */
export type CoveredTool = { server: string; name: string; inputSchema: unknown };

type Rule = { effect: Effect; when: Condition | null; unless: Condition | null };

export const checkLimits = {
  findingsMax: 50,
  toolsListedMax: 5,
  valuesListedMax: 6,
  /** Tools times tests. */
  answersMax: 200_000,
} as const;

export const blocksActivation = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === "error");

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
  const tools = covered.slice(0, Math.max(1, Math.floor(checkLimits.answersMax / Math.max(1, questions.length))));
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

type Path = readonly string[];
type Test = Leaf | Quantifier;

/** One test of a condition, and what of it is the same for every tool. */
type Question = {
  at: string;
  test: Test;
  /** Where a schema says something of what it looks at; undefined for an attribute. */
  path: Path | undefined;
  /** The list whose elements it looks at. */
  list: Path | undefined;
  /** Types that it can judge. */
  needed: number;
  /** Whether a test for existence beside it settles what happens without a value. */
  guarded: boolean;
};

type Place = { at: string; list: Path | undefined; guards: readonly Path[] };

/** A rule holds where `when` does and `unless` does not: a guard at the top of one of them is one for both. */
function questionsOf({ when, unless }: Rule): Question[] {
  const guards = [...guardsIn(when, "all", undefined), ...guardsIn(unless, "any", undefined)];
  const of = (condition: Condition | null, at: string): Question[] =>
    condition === null ? [] : collect(condition, { at, list: undefined, guards });
  return [...of(when, "when"), ...of(unless, "unless")];
}

function collect(condition: Condition, place: Place): Question[] {
  if ("all" in condition) return collectGroup(condition, "all", place);
  if ("any" in condition) return collectGroup(condition, "any", place);
  if ("not" in condition) return collect(condition.not, { ...place, at: `${place.at}.not` });
  const { at, list, guards } = place;
  const path = pathOf(condition, list);
  const guarded = path !== undefined && guards.some((guard) => path.every((key, i) => key === guard[i]));
  const question: Question = { at, test: condition, path, list, needed: neededTypes(condition), guarded };
  if (!("where" in condition)) return [question];
  return [question, ...collect(condition.where, { at: `${at}.where`, list: path, guards })];
}

function collectGroup(group: Condition, word: "all" | "any", place: Place): Question[] {
  const guards = [...place.guards, ...guardsIn(group, word, place.list)];
  const members = membersOf(group, word) ?? [];
  return members.flatMap((member, i) => collect(member, { ...place, at: `${place.at}.${word}.${i}`, guards }));
}

/** Paths without a value at which the group is settled whatever its other members say: `has(x) && …`, `!has(x) || …`. */
function guardsIn(condition: Condition | null, word: "all" | "any", list: Path | undefined): Path[] {
  if (condition === null) return [];
  return (membersOf(condition, word) ?? [condition]).flatMap((member) => {
    const test = word === "all" ? member : "not" in member ? member.not : undefined;
    const path = test && "op" in test && test.op === "exists" ? pathOf(test, list) : undefined;
    return path ? [path] : [];
  });
}

function pathOf(test: Test, list: Path | undefined): Path | undefined {
  if ("every" in test) return test.every;
  if ("some" in test) return test.some;
  if ("arg" in test) return test.arg;
  return "item" in test && list ? [...list, "*", ...test.item] : undefined;
}

function neededTypes(test: Test): number {
  if ("where" in test) return LIST;
  return test.op === "exists" ? ANY_TYPE : toPredicate(test).types;
}

/** The test as the text form writes it, without its operands. */
function nameOf(test: Test): string {
  if ("where" in test) return "every" in test ? quantifiers.every : quantifiers.some;
  if (test.op === "exists") return functions.exists;
  const { form, written } = notation[test.op];
  return form === "size" ? functions.size : written;
}

/** What is to be said of one tool, or of none. Notes of one code that are `about` the same become one finding. */
type Note = Pick<Finding, "level" | "code" | "at"> & {
  about: string;
  /** A sentence without its full stop: the tools are named behind it. */
  text: string;
  /** What is said where the sentences differ from tool to tool. */
  general?: string;
  /** What follows. */
  consequence?: string;
  /** Whether the schema leaves no room for it at all. */
  impossible?: boolean;
  suggest?: () => string | undefined;
};

type Said = { note: Note; tool?: CoveredTool };

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

/** A tool as the check sees it; every look into its schema is remembered. */
type View = { factsAt: FactsAt; names: () => NamedArguments; isTooComplex: () => boolean };

function viewOf({ inputSchema }: CoveredTool): View {
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

function checkArguments(questions: readonly Question[], view: View, effect: Effect): Note[] {
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

/** The values that a test compares with. */
function literalsOf(test: Test): readonly Scalar[] {
  if ("where" in test) return [];
  if (test.op === "in") return test.value;
  return test.op === "eq" || test.op === "ne" ? [test.value] : [];
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

const inARow = (values: readonly unknown[]): string => {
  const more = values.length - checkLimits.valuesListedMax;
  const some = values.slice(0, checkLimits.valuesListedMax).map(shown).join(", ");
  return more > 0 ? `${some} or ${counted(more, "other", "others")}` : some;
};

type Group = [Said, ...Said[]];

function toFindings(all: readonly Said[], toolCount: number): Finding[] {
  const groups = new Map<string, Group>();
  for (const said of all) {
    const key = `${said.note.code} ${said.note.about}`;
    const group = groups.get(key);
    if (!group) groups.set(key, [said]);
    // Several tests may ask the same tool for the same argument: one after the other, since tools are checked in turn.
    else if (said.tool === undefined || group.at(-1)?.tool !== said.tool) group.push(said);
  }
  const findings = [...groups.values()].map((group) => toFinding(group, toolCount));
  const sorted = findingLevels.flatMap((level) => findings.filter((finding) => finding.level === level));
  if (sorted.length <= checkLimits.findingsMax) return sorted;
  const first = sorted.slice(0, checkLimits.findingsMax - 1);
  const message = `There is more to say: ${sorted.length - first.length} findings are left out.`;
  return [...first, { level: "info", code: "more", at: "", message }];
}

function toFinding(group: Group, toolCount: number): Finding {
  const [{ note }] = group;
  const { level, code, at, consequence } = note;
  const tools = group.flatMap(({ tool }) => (tool ? [`${tool.server}/${tool.name}`] : []));
  const [only] = tools;
  const isSame = group.every((other) => other.note.text === note.text);
  const suggestion = suggestionOf(group);
  const sentences = [
    `${isSame ? note.text : (note.general ?? note.text)}${tools.length > 0 ? ` (${namedTools(tools, toolCount)})` : ""}.`,
    ...(consequence === undefined ? [] : [consequence]),
    ...(suggestion === undefined ? [] : [`Did you mean ${quoteShort(suggestion)}?`]),
  ];
  // What no tool can ever be sent makes the policy wrong, not just wider than it has to be.
  const isNowhere = tools.length === toolCount && group.every((one) => one.note.impossible);
  return {
    level: isNowhere ? "error" : level,
    code,
    message: sentences.join(" "),
    at,
    ...(only !== undefined && tools.length === 1 && { tool: only }),
    ...(suggestion !== undefined && { suggestion }),
  };
}

function suggestionOf(group: Group): string | undefined {
  for (const { note } of group.slice(0, checkLimits.toolsListedMax)) {
    const suggestion = note.suggest?.();
    if (suggestion !== undefined) return suggestion;
  }
  return undefined;
}

function namedTools(tools: readonly string[], toolCount: number): string {
  if (tools.length === toolCount && tools.length > checkLimits.toolsListedMax) return `all ${toolCount} tools`;
  const more = tools.length - checkLimits.toolsListedMax;
  const some = tools.slice(0, checkLimits.toolsListedMax).join(", ");
  return more > 0 ? `${some} and ${counted(more, "other tool", "other tools")}` : some;
}
