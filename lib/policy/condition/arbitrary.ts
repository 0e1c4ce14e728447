// biome-ignore lint/style/noRestrictedImports: made for tests, and imported by tests only.
import fc from "fast-check";
import {
  type Attribute,
  attributeTypes,
  bannedKeys,
  type Condition,
  conditionLimits,
  type Leaf,
  missingChoices,
  type Operation,
  type Subject,
  weekdays,
} from "./condition";
import { normalize } from "./normalize";

type Op = Operation["op"];
type Options = {
  /** Paths of arguments, and those inside an element; without it any keys, odd ones too. */
  paths?: fc.Arbitrary<string[]>;
  /** Levels of groups, negations and quantifiers. */
  depth?: number;
};

const oddTexts = [
  "",
  "\"'",
  "\\",
  "\\d",
  "a\nb\tc",
  "&& ||",
  "日本",
  "e\u0301",
  "\u202eevil",
  "\u2028",
  "😀",
  "  ",
  "*",
];
const text = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 4 }).map((all) => all.replaceAll("\0", "")),
);
const number = fc
  .oneof(
    fc.integer({ min: -10, max: 1_000 }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  )
  .map((one) => (one === 0 ? 0 : one));
const value = fc.oneof(text, number);
const size = fc.oneof(fc.nat(20), fc.maxSafeNat());
const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata");
const times = fc.constantFrom("00:00", "08:30", "17:00", "23:59");

const listOf = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(one, { minLength: 1, maxLength: 4 });
const some = (...values: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });

/** Values of each operator that `readCondition` accepts. */
const operations: { [O in Op]: fc.Arbitrary<Operation> } = {
  eq: scalarTest("eq"),
  ne: scalarTest("ne"),
  in: listOf(value).map((list) => ({ op: "in", value: list })),
  lt: numberTest("lt"),
  lte: numberTest("lte"),
  gt: numberTest("gt"),
  gte: numberTest("gte"),
  startsWith: textTest("startsWith", text),
  endsWith: textTest("endsWith", text),
  contains: textTest("contains", text),
  glob: textTest("glob", fc.oneof(text, fc.constantFrom("*", "a*b", "*.md"))),
  regex: textTest("regex", fc.constantFrom("", "a", "^a.*b$", "^\\d+$", "[\"']\\\\", "日本|é", "\\p{Lu}")),
  underPath: textTest("underPath", fc.constantFrom("/", "/srv", "/srv/data/", "/with space", '/qu"ote')),
  emailDomainIn: some("corp.example", "example.org", "a-b.example").map((list) => ({
    op: "emailDomainIn",
    value: list,
  })),
  urlHostIn: some("api.example.com", "*.example.com", "localhost").map((list) => ({ op: "urlHostIn", value: list })),
  ipIn: some("10.0.0.0/8", "192.168.1.7", "2001:db8::/32", "::1").map((list) => ({ op: "ipIn", value: list })),
  has: value.map((one) => ({ op: "has", value: one })),
  hasAny: listOf(value).map((list) => ({ op: "hasAny", value: list })),
  hasAll: listOf(value).map((list) => ({ op: "hasAll", value: list })),
  sizeLte: size.map((one) => ({ op: "sizeLte", value: one })),
  sizeGte: size.map((one) => ({ op: "sizeGte", value: one })),
  timeBetween: fc
    .tuple(times, times, zone)
    .filter(([from, to]) => from !== to)
    .map(([from, to, name]) => ({ op: "timeBetween", value: { from, to, zone: name } })),
  weekdayIn: fc
    .tuple(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), zone)
    .map(([days, name]) => ({ op: "weekdayIn", value: { days, zone: name } })),
};

function scalarTest(op: "eq" | "ne"): fc.Arbitrary<Operation> {
  return fc.oneof(value, fc.boolean(), fc.constant(null)).map((one) => ({ op, value: one }));
}

function numberTest(op: "lt" | "lte" | "gt" | "gte"): fc.Arbitrary<Operation> {
  return number.map((one) => ({ op, value: one }));
}

function textTest(
  op: "startsWith" | "endsWith" | "contains" | "glob" | "regex" | "underPath",
  texts: fc.Arbitrary<string>,
): fc.Arbitrary<Operation> {
  return texts.map((one) => ({ op, value: one }));
}

const oneOf = (...ops: Op[]): fc.Arbitrary<Operation> => fc.oneof(...ops.map((op) => operations[op]));
const equality = fc.constantFrom("eq" as const, "ne" as const);

/** What may be asked of an attribute of each type. */
const ofAttribute: Record<(typeof attributeTypes)[Attribute], fc.Arbitrary<Operation>> = {
  string: fc.oneof(
    fc.tuple(equality, text).map(([op, one]): Operation => ({ op, value: one })),
    oneOf("in", "startsWith", "endsWith", "contains", "glob", "regex", "emailDomainIn"),
  ),
  list: oneOf("has", "hasAny", "hasAll", "sizeLte", "sizeGte"),
  boolean: fc.tuple(equality, fc.boolean()).map(([op, one]): Operation => ({ op, value: one })),
  ip: operations.ipIn,
  time: oneOf("timeBetween", "weekdayIn"),
};

// safe because both tables have these keys and no others
const ofArgument = oneOf(
  ...(Object.keys(operations) as Op[]).filter((op) => !["timeBetween", "weekdayIn"].includes(op)),
);
const attributes = Object.keys(attributeTypes) as Attribute[];

const key = fc.oneof(
  fc.constantFrom(
    "amount",
    "meta",
    "to",
    "items",
    "a.b",
    "weird key",
    "日本",
    "in",
    "all",
    "item",
    "args",
    "true",
    '"',
    "0",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }).filter((name) => !bannedKeys.has(name)),
);
const anyPaths = fc.oneof(
  { weight: 20, arbitrary: fc.array(key, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(key, { minLength: 1, maxLength: conditionLimits.pathSegmentsMax }) },
);

/**
 * Conditions in normal form that `readCondition` accepts and gives back as they are: every operator, attribute, quantifier
 * and choice for what is missing, with odd keys and texts among the usual ones. For tests of properties.
 */
export function conditions({ paths = anyPaths, depth = 3 }: Options = {}): fc.Arbitrary<Condition> {
  return tree({ paths, depth, inElement: false }).map(normalize);
}

type Place = { paths: fc.Arbitrary<string[]>; depth: number; inElement: boolean };

function tree(place: Place): fc.Arbitrary<Condition> {
  const leaf = leaves(place);
  if (place.depth === 0) return leaf;
  const below = tree({ ...place, depth: place.depth - 1 });
  const members = fc.array(below, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: members.map((all) => ({ all })) },
    { weight: 2, arbitrary: members.map((any) => ({ any })) },
    { weight: 1, arbitrary: below.map((not) => ({ not })) },
    ...(place.inElement ? [] : [{ weight: 2, arbitrary: quantifiers(place) }]),
  );
}

function quantifiers(place: Place): fc.Arbitrary<Condition> {
  const where = tree({ ...place, depth: place.depth - 1, inElement: true });
  return fc
    .tuple(fc.boolean(), place.paths, where, fc.constantFrom(...missingChoices))
    .map(([every, path, inner, onMissing]) =>
      every ? { every: path, where: inner, onMissing } : { some: path, where: inner, onMissing },
    );
}

function leaves({ paths, inElement }: Place): fc.Arbitrary<Leaf> {
  const argument = asked(
    paths.map((arg) => ({ arg })),
    ofArgument,
  );
  const element = asked(
    fc.oneof(fc.constant<string[]>([]), paths).map((item) => ({ item })),
    ofArgument,
  );
  const attribute = fc
    .constantFrom(...attributes)
    .chain((attr) => asked(fc.constant({ attr }), ofAttribute[attributeTypes[attr]]));
  return fc.oneof(argument, attribute, ...(inElement ? [element, element] : []));
}

function asked(subjects: fc.Arbitrary<Subject>, tests: fc.Arbitrary<Operation>): fc.Arbitrary<Leaf> {
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(subjects, tests, fc.constantFrom(...missingChoices))
        .map(([subject, operation, onMissing]): Leaf => ({ ...subject, ...operation, onMissing })),
    },
    { weight: 1, arbitrary: subjects.map((subject): Leaf => ({ ...subject, op: "exists" })) },
  );
}
