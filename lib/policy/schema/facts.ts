import { ANY_TYPE, type ArgumentFacts, BOOLEAN, LIST, NULL, NUMBER, OBJECT, STRING } from "./argument-facts";
import { type Demands, readDemands, resolveReference, typeOf } from "./validate";

/** Bounds of one look into a schema, which an upstream wrote. Where they are reached nothing is claimed. */
export const factsLimits = { stepsMax: 5_000, depthMax: 128, valuesMax: 1_000 } as const;

/** Nothing is known: the value may be anything, or not be there. Nothing is demanded of it either. */
export const anyArgument: ArgumentFacts = {
  types: ANY_TYPE,
  missing: true,
  declared: false,
  integer: false,
  values: undefined,
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  lengthMax: Number.POSITIVE_INFINITY,
  itemsMin: 0,
  simple: true,
};

/** The answer about a schema that takes too many steps to look into: nothing is known, though something may be demanded. */
export const tooComplex: ArgumentFacts = { ...anyArgument, simple: false };

/** Nothing can be there. */
const absent: ArgumentFacts = { ...anyArgument, types: 0 };
/** A value without demands. */
const anything: ArgumentFacts = { ...anyArgument, missing: false, declared: true };
/** No value is accepted. */
const nothing: ArgumentFacts = { ...anything, types: 0 };

type Path = readonly string[];
type Work = { readonly root: unknown; stepsLeft: number; exhausted: boolean };

/**
 * What is certain of the value at `path` in arguments that `validateArguments` accepts under `schema`. Never less than what
 * may come: such a value is always among the facts (property-tested). Pure; bounded whatever the schema.
 *
 * Segments of `path` are keys of objects; `*` is an element of a list, and stands for one that is there: what is missing
 * *below* it counts, that the list may be absent or empty does not. What is no schema leaves everything possible.
 * `lengthMax` is in UTF-16 units, as conditions measure texts, so it is twice `maxLength`.
 * `simple` is claimed only of arguments themselves (not of what is inside them) under plain schemas without combinations.
 */
export function argumentFacts(schema: unknown, path: Path): ArgumentFacts {
  const work: Work = { root: schema, stepsLeft: factsLimits.stepsMax, exhausted: false };
  const facts = factsBelow(work, schema, path, 0);
  if (work.exhausted) return tooComplex;
  return { ...facts, simple: facts.simple && path.length === 1 && path[0] !== "*" && isPlain(readDemands(schema)) };
}

/** Of the value at `path` below a value that `schema` accepts. */
function factsBelow(work: Work, schema: unknown, path: Path, depth: number): ArgumentFacts {
  const here = factsOf(work, schema, depth);
  const [step] = path;
  if (step === undefined) return here;
  const container = step === "*" ? LIST : OBJECT;
  if ((here.types & container) === 0) return absent;
  const inside = factsInside(work, schema, path, depth);
  const mayBeOther = here.types !== container && !path.includes("*");
  return mayBeOther ? { ...inside, missing: true } : inside;
}

/** The same, given that the value is an object (or a list, where the path begins with `*`). */
function factsInside(work: Work, schema: unknown, path: Path, depth: number): ArgumentFacts {
  const demands = readDemands(schema);
  if (demands === undefined || !spend(work, depth)) return absent;
  const container = path[0] === "*" ? LIST : OBJECT;
  const inside = (one: unknown): ArgumentFacts => factsInside(work, one, path, depth + 1);
  const own = container === LIST ? ofElement(work, demands, path, depth) : ofProperty(work, demands, path, depth);
  return combine(work, demands, own, inside, (branch) => (factsOf(work, branch, depth + 1).types & container) !== 0);
}

function ofElement(work: Work, { items }: Demands, path: Path, depth: number): ArgumentFacts {
  const element = factsBelow(work, items === undefined ? true : items, path.slice(1), depth + 1);
  return { ...element, declared: element.declared && items !== undefined };
}

function ofProperty(work: Work, { properties, required, others }: Demands, path: Path, depth: number): ArgumentFacts {
  const [key = "", ...rest] = path;
  const isNamed = properties !== undefined && Object.hasOwn(properties, key);
  const schema = isNamed ? properties[key] : others;
  const value = factsBelow(work, schema === undefined ? true : schema, rest, depth + 1);
  spend(work, depth, required.length >> 5);
  const mayBeAbsent = !required.includes(key) && !rest.includes("*");
  return { ...value, missing: value.missing || mayBeAbsent, declared: value.declared && isNamed };
}

/** Of a value that `schema` accepts. */
function factsOf(work: Work, schema: unknown, depth: number): ArgumentFacts {
  const demands = readDemands(schema);
  if (demands === undefined) return nothing;
  if (!spend(work, depth)) return anything;
  return combine(work, demands, ownFacts(work, demands, depth), (one) => factsOf(work, one, depth + 1));
}

function ownFacts(work: Work, demands: Demands, depth: number): ArgumentFacts {
  const { types, whole, values, min, max, charactersMax, itemsMin } = demands;
  const isListed = values !== undefined && values.length <= factsLimits.valuesMax;
  if (isListed) spend(work, depth, values.length >> 3);
  return tidy({
    types,
    missing: false,
    declared: true,
    integer: whole,
    values: isListed ? values : undefined,
    min,
    max,
    lengthMax: 2 * charactersMax,
    itemsMin,
    simple: (values === undefined || isListed) && saysAll(demands),
  });
}

/**
 * Whether any value of these types will do that is between the bounds. Lengths in characters and what is inside a value are
 * demands that facts do not hold, and a list with a least size is none that an empty one can stand for.
 */
const saysAll = ({ types, charactersMax, itemsMin, properties, required, others, items }: Demands): boolean =>
  !(types & STRING && charactersMax !== Number.POSITIVE_INFINITY) &&
  !(types & OBJECT && (properties !== undefined || required.length > 0 || others !== undefined)) &&
  !(types & LIST && (items !== undefined || itemsMin > 0));

/** Whether the arguments together are an object of which nothing is demanded but what is demanded of each. */
const isPlain = (demands: Demands | undefined): boolean =>
  demands !== undefined &&
  (demands.types & OBJECT) !== 0 &&
  demands.values === undefined &&
  demands.ref === undefined &&
  demands.all.length === 0 &&
  demands.choices.length === 0;

/** Adds what references, `allOf`, `anyOf` and `oneOf` say. Branches that `counts` leaves out cannot be the one that accepts. */
function combine(
  work: Work,
  { ref, all, choices }: Demands,
  own: ArgumentFacts,
  look: (schema: unknown) => ArgumentFacts,
  counts: (branch: unknown) => boolean = () => true,
): ArgumentFacts {
  let facts = own;
  const add = (more: ArgumentFacts): void => {
    facts = { ...meet(facts, more), simple: false };
  };
  if (ref !== undefined) add(look(resolveReference(work.root, ref)));
  for (const schema of all) if (!work.exhausted) add(look(schema));
  for (const branches of choices) {
    const said: ArgumentFacts[] = [];
    for (const branch of branches) if (!work.exhausted && counts(branch)) said.push(look(branch));
    add(unite(said));
  }
  return facts;
}

/** Of a value of which both say something. */
function meet(a: ArgumentFacts, b: ArgumentFacts): ArgumentFacts {
  return tidy({
    types: a.types & b.types,
    missing: a.missing && b.missing,
    declared: a.declared || b.declared,
    integer: a.integer || b.integer,
    values: common(a.values, b.values),
    min: Math.max(a.min, b.min),
    max: Math.min(a.max, b.max),
    lengthMax: Math.min(a.lengthMax, b.lengthMax),
    itemsMin: Math.max(a.itemsMin, b.itemsMin),
    simple: a.simple && b.simple,
  });
}

type Values = ArgumentFacts["values"];

/** Objects and lists are kept without a look inside: that leaves too many, never too few. */
function common(a: Values, b: Values): Values {
  if (a === undefined || b === undefined) return a ?? b;
  const scalars = new Set(b);
  return a.filter((value) => scalars.has(value) || (typeof value === "object" && value !== null));
}

/** Of a value of which at least one says something. */
function unite(all: readonly ArgumentFacts[]): ArgumentFacts {
  const numbers = all.filter(({ types }) => types & NUMBER);
  return tidy({
    types: all.reduce((bits, { types }) => bits | types, 0),
    missing: all.length === 0 || all.some(({ missing }) => missing),
    declared: all.some(({ declared }) => declared),
    integer: numbers.every(({ integer }) => integer),
    values: together(all),
    min: numbers.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY),
    max: numbers.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY),
    lengthMax: all.reduce((most, { types, lengthMax }) => (types & STRING ? Math.max(most, lengthMax) : most), 0),
    itemsMin: all.reduce(
      (least, { types, itemsMin }) => (types & LIST ? Math.min(least, itemsMin) : least),
      Number.POSITIVE_INFINITY,
    ),
    simple: false,
  });
}

function together(all: readonly ArgumentFacts[]): Values {
  const values = new Set<unknown>();
  for (const facts of all) {
    const listed = facts.values ?? fewOf(facts.types);
    if (listed === undefined || values.size + listed.length > factsLimits.valuesMax) return undefined;
    for (const value of listed) values.add(value);
  }
  return [...values];
}

/** All values of these types, where there are only a few. */
function fewOf(types: number): Values {
  if (types & ~(NULL | BOOLEAN)) return undefined;
  return [...(types & NULL ? [null] : []), ...(types & BOOLEAN ? [true, false] : [])];
}

/** The same facts with what follows from them: values that contradict the rest go, and so do bounds of types that cannot be. */
function tidy(facts: ArgumentFacts): ArgumentFacts {
  const values = facts.values?.filter((value) => mayBe(facts, value));
  const range = facts.min <= facts.max ? ANY_TYPE : ANY_TYPE & ~NUMBER;
  const types = values ? values.reduce((bits: number, value) => bits | typeOf(value), 0) : facts.types & range;
  const number = types & NUMBER ? {} : { integer: false, min: anyArgument.min, max: anyArgument.max };
  return {
    ...facts,
    types,
    values,
    ...number,
    lengthMax: types & STRING ? facts.lengthMax : anyArgument.lengthMax,
    itemsMin: types & LIST ? facts.itemsMin : anyArgument.itemsMin,
  };
}

/** Whether a value can be the one that the facts are about. */
export function mayBe({ types, integer, min, max, lengthMax, itemsMin }: ArgumentFacts, value: unknown): boolean {
  if ((types & typeOf(value)) === 0) return false;
  if (typeof value === "number") return min <= value && value <= max && (!integer || Number.isInteger(value));
  if (typeof value === "string") return value.length <= lengthMax;
  return !Array.isArray(value) || value.length >= itemsMin;
}

function spend(work: Work, depth: number, steps = 1): boolean {
  work.stepsLeft -= steps;
  if (work.stepsLeft < 0 || depth > factsLimits.depthMax) work.exhausted = true;
  return !work.exhausted;
}
