import { type ArgumentFacts, BOOLEAN, LIST, NULL, NUMBER, STRING } from "../schema/argument-facts";
import { printCondition } from "../text/print";
import {
  type Attribute,
  attributeTypes,
  type Condition,
  conditionLimits,
  type Leaf,
  type Missing,
  type Quantifier,
} from "./condition";
import type { ConditionTrace } from "./explained";
import {
  andAll,
  ERROR,
  FALSE,
  negate,
  negateAll,
  type Outcome,
  type Outcomes,
  orAll,
  outcomeName,
  TRUE,
  toOutcome,
} from "./outcome";
import { type Predicate, toPredicate, typeOfValue } from "./predicate";

/** What is known of a call besides its arguments; null where there is no value. */
export type Attributes = Readonly<Record<Attribute, unknown>>;

/** Attributes as far as they are known. One that is null is known to have no value. */
export type KnownAttributes = Readonly<Partial<Record<Attribute, unknown>>> | null;

/** What one evaluation may still spend. Shared by all policies of a decision, so that no set of them can stall the gateway. */
export type Fuel = { left: number };
export const fuelPerDecision = 200_000;
/** A decision ran out of fuel. It is denied. */
export class OutOfFuel extends Error {}

/** One call as conditions see it. `item` is the element a quantifier is at. */
export type Scene = { args: unknown; attributes: Attributes; item: unknown; fuel: Fuel };

/** Facts about the arguments before there are any, by path. `key` names the path in one string. */
export type FactsAt = (path: readonly string[], key: string) => ArgumentFacts;

/** A condition made ready to be asked in three ways. They agree: `evaluate` is always among `possible` (property-tested). */
export type Compiled = {
  /** What it yields for a call. Throws OutOfFuel, nothing else. */
  evaluate: (scene: Scene) => Outcome;
  /** All that it may yield for arguments of which only facts are known. An attribute that is not given is not known either. */
  possible: (factsAt: FactsAt, attributes: KnownAttributes) => Outcomes;
  /** What it yields, part by part, with what each part looked at. Throws OutOfFuel. */
  explain: (scene: Scene) => ConditionTrace;
  /** Paths of the arguments it looks at. */
  reads: readonly (readonly string[])[];
};

/** Makes a condition ready. It has passed `readCondition`. */
export function compile(condition: Condition): Compiled {
  if ("all" in condition) return group(condition.all.map(compile), "all");
  if ("any" in condition) return group(condition.any.map(compile), "any");
  if ("not" in condition) return not(compile(condition.not));
  if ("every" in condition || "some" in condition) return quantifier(condition);
  return leaf(condition);
}

function group(children: readonly Compiled[], how: "all" | "any"): Compiled {
  const decisive = how === "all" ? FALSE : TRUE;
  const otherwise = how === "all" ? TRUE : FALSE;
  const combine = how === "all" ? andAll : orAll;
  return {
    evaluate(scene) {
      let result: Outcome = otherwise;
      for (const child of children) {
        const outcome = child.evaluate(scene);
        if (outcome === decisive) return decisive;
        if (outcome === ERROR) result = ERROR;
      }
      return result;
    },
    possible: (factsAt, attributes) =>
      children.reduce<Outcomes>((set, child) => combine(set, child.possible(factsAt, attributes)), otherwise),
    explain(scene) {
      const parts = children.map((child) => child.explain(scene));
      const results = new Set(parts.map((part) => part.result));
      const result = results.has(outcomeName(decisive)) ? decisive : results.has("error") ? ERROR : otherwise;
      return { text: how === "all" ? "all of" : "any of", result: outcomeName(result), children: parts };
    },
    reads: children.flatMap((child) => child.reads),
  };
}

function not(child: Compiled): Compiled {
  return {
    evaluate: (scene) => negate(child.evaluate(scene)),
    possible: (factsAt, attributes) => negateAll(child.possible(factsAt, attributes)),
    explain(scene) {
      const part = child.explain(scene);
      const result = part.result === "true" ? "false" : part.result === "false" ? "true" : "error";
      return { text: "not", result, children: [part] };
    },
    reads: child.reads,
  };
}

const ofMissing: Record<Missing, Outcome> = { error: ERROR, match: TRUE, noMatch: FALSE };
const missingWords: Record<Missing, string> = {
  error: "it is missing, which counts against the call",
  match: "it is missing, which the policy counts as true",
  noMatch: "it is missing, which the policy counts as false",
};

/** How a leaf or quantifier finds what it looks at. */
type Place = {
  get: (scene: Scene) => unknown;
  facts: (factsAt: FactsAt, attributes: KnownAttributes) => ArgumentFacts | { known: unknown };
  path: string[] | undefined;
};

function leaf(test: Leaf): Compiled {
  const place =
    "attr" in test ? attributePlace(test.attr) : "item" in test ? itemPlace(test.item) : argumentPlace(test.arg);
  const reads = "arg" in test ? [test.arg] : [];
  const text = () => cut(printCondition(test), 300);
  if (test.op === "exists") return exists(place, reads, text);
  const predicate = toPredicate(test);
  const missing = ofMissing[test.onMissing];
  const ofNull = "value" in test && test.value === null;
  const judge = (value: unknown): Outcome =>
    value === undefined || (value === null && !ofNull) ? missing : predicate.test(value);

  return {
    evaluate(scene) {
      const value = place.get(scene);
      spend(scene.fuel, predicate.cost(value));
      return judge(value);
    },
    possible(factsAt, attributes) {
      const facts = place.facts(factsAt, attributes);
      return "known" in facts ? judge(facts.known) : possibleOf(facts, predicate, missing, ofNull);
    },
    explain(scene) {
      const value = place.get(scene);
      spend(scene.fuel, predicate.cost(value));
      const outcome = judge(value);
      const isMissing = value === undefined || (value === null && !ofNull);
      const why = isMissing
        ? missingWords[test.onMissing]
        : outcome === ERROR
          ? typeOfValue(value) & predicate.types
            ? "it cannot be judged safely"
            : "it has another type than the test needs"
          : undefined;
      return {
        text: text(),
        result: outcomeName(outcome),
        ...(value !== undefined && { actual: shown(value) }),
        ...(place.path && { path: place.path }),
        ...(why !== undefined && { why }),
      };
    },
    reads,
  };
}

function exists(place: Place, reads: Compiled["reads"], text: () => string): Compiled {
  const evaluate = (scene: Scene): Outcome => {
    spend(scene.fuel, 1);
    const value = place.get(scene);
    return toOutcome(value !== undefined && value !== null);
  };
  return {
    evaluate,
    possible(factsAt, attributes) {
      const facts = place.facts(factsAt, attributes);
      if ("known" in facts) return toOutcome(facts.known !== undefined && facts.known !== null);
      const may = facts.types & ~NULL ? TRUE : 0;
      const mayNot = facts.missing || facts.types & NULL || facts.types === 0 ? FALSE : 0;
      return may | mayNot;
    },
    explain: (scene) => ({
      text: text(),
      result: outcomeName(evaluate(scene)),
      ...(place.path && { path: place.path }),
    }),
    reads,
  };
}

/** Union over the cases: missing, one of the listed values, a type that cannot be judged, any value of a type that can. */
function possibleOf(facts: ArgumentFacts, predicate: Predicate, missing: Outcome, ofNull: boolean): Outcomes {
  let set: Outcomes = 0;
  const types = ofNull ? facts.types : facts.types & ~NULL;
  if (facts.missing || facts.types === 0 || types !== facts.types) set |= missing;
  if (facts.values) {
    for (const value of facts.values)
      if ((value !== null || ofNull) && facts.types & typeOfValue(value)) set |= predicate.test(value);
    return set;
  }
  if (types & ~predicate.types) set |= ERROR;
  const judged = types & predicate.types;
  if (judged === 0) return set;
  if (ofNull) return set | (judged & NULL ? predicate.test(null) : 0) | (judged & ~NULL ? predicate.test(0) : 0);
  if (predicate.ofRange && judged === NUMBER) return set | predicate.ofRange(facts.min, facts.max);
  if (judged === BOOLEAN) return set | predicate.test(true) | predicate.test(false);
  return set | TRUE | FALSE | (predicate.mayErr ? ERROR : 0);
}

function quantifier(condition: Quantifier): Compiled {
  const every = "every" in condition;
  const path = every ? condition.every : condition.some;
  const missing = ofMissing[condition.onMissing];
  const inner = compile(condition.where);
  const place = argumentPlace(path);
  const decisive = every ? FALSE : TRUE;
  const otherwise = every ? TRUE : FALSE;

  const evaluate = (scene: Scene): Outcome => {
    const list = place.get(scene);
    spend(scene.fuel, 1);
    if (list === undefined || list === null) return missing;
    if (!Array.isArray(list) || list.length > conditionLimits.elementsMax) return ERROR;
    const within: Scene = { ...scene, item: undefined };
    let result: Outcome = otherwise;
    for (const element of list) {
      within.item = element;
      const outcome = inner.evaluate(within);
      if (outcome === decisive) return decisive;
      if (outcome === ERROR) result = ERROR;
    }
    return result;
  };

  return {
    evaluate,
    possible(factsAt, attributes) {
      const key = keyOf(path);
      const facts = factsAt(path, key);
      let set: Outcomes = 0;
      if (facts.missing || facts.types === 0 || facts.types & NULL) set |= missing;
      if (facts.types & ~(NULL | LIST)) set |= ERROR;
      if (!(facts.types & LIST)) return set;
      // A list longer than what is walked is an error; an empty one is decided by the kind of quantifier.
      set |= ERROR | (facts.itemsMin === 0 ? otherwise : 0);
      const below: FactsAt = (asked, name) =>
        asked[0] === ITEM
          ? factsAt([...path, "*", ...asked.slice(1)], keyOf([...path, "*", ...asked.slice(1)]))
          : factsAt(asked, name);
      return set | inner.possible(below, attributes);
    },
    explain(scene) {
      const list = place.get(scene);
      const result = evaluate(scene);
      const children = Array.isArray(list) ? tellingElements(list, inner, scene, every) : [];
      const why =
        list === undefined || list === null
          ? missingWords[condition.onMissing]
          : Array.isArray(list)
            ? undefined
            : "it is not a list";
      return {
        text: cut(printCondition(condition), 300),
        result: outcomeName(result),
        ...(list !== undefined && { actual: shown(list) }),
        path,
        ...(why !== undefined && { why }),
        ...(children.length > 0 && { children }),
      };
    },
    reads: [path, ...inner.reads],
  };
}

/** The first elements that made the difference, among the first twenty. */
function tellingElements(list: readonly unknown[], inner: Compiled, scene: Scene, every: boolean): ConditionTrace[] {
  const usual = every ? "true" : "false";
  const telling: ConditionTrace[] = [];
  for (const [i, element] of list.slice(0, 20).entries()) {
    const part = inner.explain({ ...scene, item: element });
    if (part.result === usual) continue;
    telling.push({ ...part, text: `[${i}] ${part.text}` });
    if (telling.length === 3) break;
  }
  return telling;
}

/** Marks a path that begins at the element of a quantifier; no argument can be called so (`bannedKeys`). */
const ITEM = "*";

const keyOf = (path: readonly string[]): string => path.join("\0");

function argumentPlace(path: string[]): Place {
  const key = keyOf(path);
  const [first, ...rest] = path;
  const get =
    first !== undefined && rest.length === 0
      ? (scene: Scene) => own(scene.args, first)
      : (scene: Scene) => follow(scene.args, path);
  return { get, facts: (factsAt) => factsAt(path, key), path };
}

function itemPlace(path: string[]): Place {
  const from = [ITEM, ...path];
  const key = keyOf(from);
  return {
    get: path.length === 0 ? (scene) => scene.item : (scene) => follow(scene.item, path),
    facts: (factsAt) => factsAt(from, key),
    path,
  };
}

function attributePlace(name: Attribute): Place {
  return {
    get: (scene) => scene.attributes[name] ?? null,
    facts: (_, attributes) =>
      attributes?.[name] === undefined ? unknownAttribute[attributeTypes[name]] : { known: attributes[name] },
    path: undefined,
  };
}

const unknownOf = (types: number, missing: boolean): ArgumentFacts => ({
  types,
  missing,
  declared: true,
  integer: false,
  values: undefined,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  lengthMax: Number.POSITIVE_INFINITY,
  itemsMin: 0,
  simple: false,
});

/** What may be expected of an attribute that is not known yet. A moment is always known once there is a call. */
const unknownAttribute: Record<(typeof attributeTypes)[Attribute], ArgumentFacts> = {
  string: unknownOf(STRING, true),
  list: unknownOf(LIST, true),
  boolean: unknownOf(BOOLEAN, true),
  ip: unknownOf(STRING, true),
  time: { ...unknownOf(NUMBER, false), min: 0, max: Number.MAX_SAFE_INTEGER },
};

/** Own keys of plain objects only: what a prototype holds is not an argument. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
    return undefined;
  // safe because the line above has found it to be an object with that key
  return (value as Record<string, unknown>)[key];
}

function follow(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    at = own(at, key);
    if (at === undefined) return undefined;
  }
  return at;
}

function spend(fuel: Fuel, cost: number): void {
  fuel.left -= cost;
  if (fuel.left < 0) throw new OutOfFuel();
}

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max)}…` : text);

/** A value as a chain shows it: long texts and lists are cut, and what is inside an element is not repeated. */
function shown(value: unknown): unknown {
  if (!Array.isArray(value)) return shownElement(value);
  const first = value.slice(0, 10).map(shownElement);
  return value.length > 10 ? [...first, `… ${value.length - 10} more`] : first;
}

function shownElement(value: unknown): unknown {
  if (typeof value === "string") return cut(value, 200);
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === "object" && value !== null) return `object with ${Object.keys(value).length} keys`;
  return value;
}
