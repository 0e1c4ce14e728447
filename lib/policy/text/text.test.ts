import { isDeepStrictEqual } from "node:util";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { conditions } from "../condition/arbitrary";
import { attributeTypes, type Condition, ConditionError, conditionLimits } from "../condition/condition";
import { normalize } from "../condition/normalize";
import { readCondition } from "../condition/read-condition";
import { checks } from "../runs";
import { notation } from "./notation";
import { parseCondition } from "./parse";
import { printCondition } from "./print";

const usual = 2_000;

const onMissing = "error";
const small: Condition = { arg: ["amount"], op: "lt", value: 500, onMissing };
const large: Condition = { arg: ["amount"], op: "gt", value: 9_000, onMissing };
const tagged: Condition = { arg: ["tags"], op: "has", value: "prod", onMissing };
const atMost = (value: number): Condition => ({ arg: ["to"], op: "sizeLte", value, onMissing });
const atLeast = (value: number): Condition => ({ arg: ["to"], op: "sizeGte", value, onMissing });

/** What is written, what it means, and how it is printed where that differs. */
const good: [string, Condition, string?][] = [
  ["args.amount < 500", small],
  ["request.args.amount<500", small, "args.amount < 500"],
  ["  args . amount\n\t< 500 ", small, "args.amount < 500"],
  ["args.amount <= -1.5", { arg: ["amount"], op: "lte", value: -1.5, onMissing }],
  ["args.amount > 1e3", { arg: ["amount"], op: "gt", value: 1_000, onMissing }, "args.amount > 1000"],
  ["args.amount >= 1E-7", { arg: ["amount"], op: "gte", value: 1e-7, onMissing }, "args.amount >= 1e-7"],
  ["args.amount > -0", { arg: ["amount"], op: "gt", value: 0, onMissing }, "args.amount > 0"],
  ["args.amount == 9007199254740991", { arg: ["amount"], op: "eq", value: 9_007_199_254_740_991, onMissing }],
  ["args.meta.cost == null", { arg: ["meta", "cost"], op: "eq", value: null, onMissing }],
  ["args.draft != true", { arg: ["draft"], op: "ne", value: true, onMissing }],
  ['args["a.b"].c == "x"', { arg: ["a.b", "c"], op: "eq", value: "x", onMissing }],
  [
    `args['weird key']["日本"] == "é"`,
    { arg: ["weird key", "日本"], op: "eq", value: "é", onMissing },
    'args["weird key"]["日本"] == "é"',
  ],
  ['args["plain"] == "x"', { arg: ["plain"], op: "eq", value: "x", onMissing }, 'args.plain == "x"'],
  ['args.in.true.all == "x"', { arg: ["in", "true", "all"], op: "eq", value: "x", onMissing }],
  ["args.startsWith.has == 1", { arg: ["startsWith", "has"], op: "eq", value: 1, onMissing }],
  [
    `args.q == 'it\\'s "fine"'`,
    { arg: ["q"], op: "eq", value: `it's "fine"`, onMissing },
    'args.q == "it\'s \\"fine\\""',
  ],
  ['args.q == "\\n\\u00e9\\/\\\\d"', { arg: ["q"], op: "eq", value: "\né/\\d", onMissing }, 'args.q == "\\né/\\\\d"'],
  ['args.q == "\\ud800"', { arg: ["q"], op: "eq", value: "\ud800", onMissing }],
  [
    'args.q == "\u202ea\u00a0b"',
    { arg: ["q"], op: "eq", value: "\u202ea\u00a0b", onMissing },
    'args.q == "\\u202ea\\u00a0b"',
  ],
  ['args.currency in ["EUR", "USD", 3]', { arg: ["currency"], op: "in", value: ["EUR", "USD", 3], onMissing }],
  ['"prod" in args.tags', tagged],
  ['"finance" in human.groups', { attr: "human.groups", op: "has", value: "finance", onMissing }],
  ["-4 in args.ids", { arg: ["ids"], op: "has", value: -4, onMissing }],
  ['args.tags.hasAny(["a", 1])', { arg: ["tags"], op: "hasAny", value: ["a", 1], onMissing }],
  ['args.tags.hasAll(["a"])', { arg: ["tags"], op: "hasAll", value: ["a"], onMissing }],
  ['agent.slug.startsWith("ci-")', { attr: "agent.slug", op: "startsWith", value: "ci-", onMissing }],
  ['args.file.endsWith(".md")', { arg: ["file"], op: "endsWith", value: ".md", onMissing }],
  ['args.title.contains("a && b")', { arg: ["title"], op: "contains", value: "a && b", onMissing }],
  ['tool.name.glob("create_*")', { attr: "tool.name", op: "glob", value: "create_*", onMissing }],
  ['args.id.matches("^[A-Z]+-\\\\d+$")', { arg: ["id"], op: "regex", value: "^[A-Z]+-\\d+$", onMissing }],
  ['args.path.underPath("/srv/data")', { arg: ["path"], op: "underPath", value: "/srv/data", onMissing }],
  ['args.to.emailDomainIn(["corp.example"])', { arg: ["to"], op: "emailDomainIn", value: ["corp.example"], onMissing }],
  ['args.url.urlHostIn(["*.corp.example"])', { arg: ["url"], op: "urlHostIn", value: ["*.corp.example"], onMissing }],
  ['request.ip.inRange(["10.0.0.0/8"])', { attr: "request.ip", op: "ipIn", value: ["10.0.0.0/8"], onMissing }],
  ['tool.level == "high"', { attr: "tool.level", op: "eq", value: "high", onMissing }],
  ["tool.readOnly == true", { attr: "tool.readOnly", op: "eq", value: true, onMissing }],
  [
    'request.time.between("09:00", "17:00", "Europe/Berlin")',
    {
      attr: "request.time",
      op: "timeBetween",
      value: { from: "09:00", to: "17:00", zone: "Europe/Berlin" },
      onMissing,
    },
  ],
  [
    'request.time.between("22:00", "06:00", "UTC")',
    { attr: "request.time", op: "timeBetween", value: { from: "22:00", to: "06:00", zone: "UTC" }, onMissing },
    'request.time.between("22:00", "06:00")',
  ],
  [
    'request.time.weekdayIn(["mon", "tue"], "Europe/Berlin")',
    { attr: "request.time", op: "weekdayIn", value: { days: ["mon", "tue"], zone: "Europe/Berlin" }, onMissing },
  ],
  [
    'request.time.weekdayIn(["sat"])',
    { attr: "request.time", op: "weekdayIn", value: { days: ["sat"], zone: "UTC" }, onMissing },
  ],
  ["size(args.to) <= 5", atMost(5)],
  ["size(args.to) >= 5", atLeast(5)],
  ["size(args.to) < 5", atMost(4), "size(args.to) <= 4"],
  ["size(args.to) > 5", atLeast(6), "size(args.to) >= 6"],
  ["size(args.to) == 5", { all: [atMost(5), atLeast(5)] }, "size(args.to) <= 5 && size(args.to) >= 5"],
  [
    "ifMissing(size(args.to) == 0, true)",
    {
      all: [
        { arg: ["to"], op: "sizeLte", value: 0, onMissing: "match" },
        { arg: ["to"], op: "sizeGte", value: 0, onMissing: "match" },
      ],
    },
    "ifMissing(size(args.to) <= 0, true) && ifMissing(size(args.to) >= 0, true)",
  ],
  ["has(args.approval)", { arg: ["approval"], op: "exists" }],
  ["has(human.email)", { attr: "human.email", op: "exists" }],
  ["ifMissing(args.amount < 500, true)", { ...small, onMissing: "match" }],
  ['ifMissing("prod" in args.tags, false)', { ...tagged, onMissing: "noMatch" }],
  [
    'args.recipients.all(r, r.emailDomainIn(["corp.example"]))',
    { every: ["recipients"], where: { item: [], op: "emailDomainIn", value: ["corp.example"], onMissing }, onMissing },
    'args.recipients.all(item, item.emailDomainIn(["corp.example"]))',
  ],
  [
    'ifMissing(args.items.exists(item, item.price > 5 && has(item["a.b"]) || args.amount < 500), false)',
    {
      some: ["items"],
      where: {
        any: [
          {
            all: [
              { item: ["price"], op: "gt", value: 5, onMissing },
              { item: ["a.b"], op: "exists" },
            ],
          },
          small,
        ],
      },
      onMissing: "noMatch",
    },
  ],
  [
    'args.a.all(x, x == 1) && args.b.exists(y, "k" in y)',
    {
      all: [
        { every: ["a"], where: { item: [], op: "eq", value: 1, onMissing }, onMissing },
        { some: ["b"], where: { item: [], op: "has", value: "k", onMissing }, onMissing },
      ],
    },
    'args.a.all(item, item == 1) && args.b.exists(item, "k" in item)',
  ],
  ["!has(args.approval)", { not: { arg: ["approval"], op: "exists" } }],
  ['!agent.slug.startsWith("ci-")', { not: { attr: "agent.slug", op: "startsWith", value: "ci-", onMissing } }],
  ["!(args.amount < 500)", { not: small }],
  ["!!(args.amount < 500)", { not: { not: small } }],
  ["!ifMissing(args.amount < 500, true)", { not: { ...small, onMissing: "match" } }],
  ["!!has(args.a)", { not: { not: { arg: ["a"], op: "exists" } } }],
  ["((args.amount < 500))", small, "args.amount < 500"],
  ['args.amount < 500 && "prod" in args.tags || args.amount > 9000', { any: [{ all: [small, tagged] }, large] }],
  ['args.amount < 500 && ("prod" in args.tags || args.amount > 9000)', { all: [small, { any: [tagged, large] }] }],
  [
    'args.amount < 500 && ("prod" in args.tags && args.amount > 9000)',
    { all: [small, tagged, large] },
    'args.amount < 500 && "prod" in args.tags && args.amount > 9000',
  ],
  [
    '(args.amount < 500 || "prod" in args.tags) || args.amount > 9000',
    { any: [small, tagged, large] },
    'args.amount < 500 || "prod" in args.tags || args.amount > 9000',
  ],
  [
    '!(args.amount < 500 || "prod" in args.tags) && args.amount > 9000',
    { all: [{ not: { any: [small, tagged] } }, large] },
  ],
];

test.describe("what is written means", () => {
  for (const [text, tree, printed] of good)
    test(text, () => {
      expect(parseCondition(text)).toEqual(tree);
      expect(parseCondition(printed ?? text)).toEqual(tree);
      expect(printCondition(tree)).toBe(printed ?? text);
    });
});

/** What is written, with ‸ where the mistake is, and a part of what is said about it. */
const bad: [string, string][] = [
  // Fields
  ["‸", "Write a test here"],
  ["‸args == 1", "Name an argument: args.…"],
  ["‸request.args == 1", "Name an argument: args.…"],
  ["‸amount < 5", 'There is no field "amount"; arguments begin with "args."'],
  ["‸arg.amount < 5", 'did you mean "args.amount"?'],
  ['‸agent.slugs == "x"', 'did you mean "agent.slug"?'],
  ['‸Human.Email == "x"', 'did you mean "human.email"?'],
  ['‸agent.role == "x"', "there are agent.slug, agent.tags."],
  ["‸agent == 1", "there are agent.slug, agent.tags."],
  ['‸agent.slug.x == "x"', 'There is no field "agent.slug.x"'],
  ["‸item.price > 5", "inside .all(…) and .exists(…) only"],
  ["args.items.all(r, ‸item.price > 5)", 'the element is called "r" here'],
  ["args.a.all(r, r == 1) && ‸r == 1", 'There is no field "r"'],
  ["args.‸__proto__ == 1", '"__proto__" cannot be part of a field\'s name.'],
  ['args.a[‸"constructor"] == 1', "cannot be part"],
  ['args[‸"*"] == 1', "cannot be part"],
  ['args[‸""] == 1', "cannot be part"],
  ["args.items.all(r, r.‸prototype == 1)", "cannot be part"],
  [`args${".a".repeat(16)}.‸b == 1`, "A path has at most 16 names."],
  ["args.items[‸0].price > 5", ".all(…) or .exists(…), not by number"],
  ["args[‸a] == 1", "Write the name in quotes"],
  ['args["a" ‸== 1', "Close the name with ]."],
  ["args. ‸== 1", "Write a name after the dot"],
  ["args.user‸-id == 1", 'args["user-id"]'],
  ["args.‸日本 == 1", "in brackets and quotes"],
  // Operators
  ["args.amount‸", "Say what is asked of the field"],
  ["args.amount ‸500", "Say what is asked of the field"],
  ["args.amount ‸= 500", 'Write "==" to compare.'],
  ["args.amount < ‸", '"<" compares numbers; write a number here.'],
  ['args.amount < ‸"500"', '"<" compares numbers; write a number here.'],
  ["args.amount >= ‸true", '">=" compares numbers'],
  ["args.a == ‸args.b", "not with another field"],
  ["args.a == ‸[1]", '"==" compares with one value'],
  ["args.a in ‸5", '"in" takes a list'],
  ["args.a in [‸]", '"in" needs at least one value in its list.'],
  ["args.a in [1, ‸]", '"in" takes texts and numbers'],
  ["args.a in [‸true]", '"in" takes texts and numbers'],
  ["args.a in [1 ‸2]", "Separate values with a comma"],
  ["args.a in ‸-[1]", "A minus stands in front of a number"],
  ['‸"a" == args.a', "Write the field first"],
  ["‸5 < args.a", "Write the field first"],
  ["5 in ‸[5]", "Write a field here"],
  ["‸true", "Write a test here"],
  ["‸null == args.a", "Write a field here"],
  ["args.a ‸not in [1]", "Write !( … ) instead of"],
  // Functions
  ['args.a.‸startWith("x")', 'There is no function "startWith"; did you mean "startsWith"?'],
  ['args.a.‸toUpperCase("x")', "there are hasAny, hasAll, startsWith"],
  ["args.a.‸constructor()", "There is no function"],
  ["args.a.‸size() < 5", "Write the field inside: size(args.…)."],
  ["args.a.startsWith(‸)", '"startsWith" takes texts; write one in quotes here.'],
  ["args.a.startsWith(‸5)", '"startsWith" takes texts'],
  ['args.a.startsWith("a"‸, "b")', 'Close "startsWith" with ")"; it takes nothing more.'],
  ['args.a.emailDomainIn(‸"corp.example")', '"emailDomainIn" takes a list'],
  ["args.a.emailDomainIn([‸])", "needs at least one value"],
  ["args.a.urlHostIn([‸1])", '"urlHostIn" takes texts'],
  ["args.a.hasAny([‸null])", '"hasAny" takes texts and numbers'],
  ['request.time.between("09:00"‸)', "Write two times of day"],
  ["request.time.between(‸9, 17)", '"between" takes texts'],
  ['request.time.between("09:00", "17:00", ‸1)', '"between" takes texts'],
  ['request.time.weekdayIn([‸"monday"])', 'There is no weekday "monday"; did you mean "mon"?'],
  ['request.time.weekdayIn([‸"x"])', "write one of mon, tue, wed, thu, fri, sat, sun."],
  ["‸sizes(args.a) < 5", 'There is no function "sizes"; did you mean "size"?'],
  ["‸eval(args.a)", "there are has, size, ifMissing."],
  ['‸startsWith(args.a, "x")', "Write the field first"],
  ["size(args.a) ‸!= 5", "Compare a size with"],
  ["size(args.a)‸", "Compare a size with"],
  ["size(args.a) <= ‸1.5", "A size is a whole number, 0 or more"],
  ["size(args.a) <= ‸-1", "A size is a whole number, 0 or more"],
  ["size(args.a) < ‸0", "A size is a whole number, 0 or more"],
  ["size(args.a) > ‸9007199254740991", "A size is a whole number"],
  ['size(args.a) <= ‸"5"', '"<=" compares numbers'],
  ["size(‸5) <= 5", "Write a field here"],
  ["has(args.a ‸== 1)", '"has" takes one field'],
  ["has(‸)", "Write a field here"],
  // Missing values
  ["ifMissing(‸has(args.a), true)", "has(…) knows its answer"],
  ["ifMissing(‸(args.a == 1 && args.b == 2), true)", "ifMissing takes one test"],
  ["ifMissing(‸!has(args.a), true)", "ifMissing takes one test"],
  ["ifMissing(‸ifMissing(args.a == 1, true), true)", "ifMissing takes one test"],
  ["ifMissing(args.a == 1 ‸&& args.b == 2, true)", "Say what a missing value yields"],
  ["ifMissing(args.a == 1‸)", "Say what a missing value yields"],
  ['ifMissing(args.a == 1, ‸"true")', "Write true or false here."],
  ["ifMissing(args.a == 1, ‸null)", "Write true or false here."],
  // Elements
  ["args.a.all(x, x.b.‸exists(y, y == 1))", '"exists" cannot stand inside another test'],
  ["args.a.all(x, args.b.‸all(y, y == 1))", '"all" cannot stand inside another test'],
  ['human.groups.‸exists(g, g == "x")', '"exists" is for lists in the arguments'],
  ["args.a.all(‸args, args.b == 1)", '"args" has a meaning already; call the element item.'],
  ["args.a.all(‸human, human.b == 1)", "has a meaning already"],
  ["args.a.all(‸in, in == 1)", "has a meaning already"],
  ["args.a.all(‸)", "Name the element first"],
  ["args.a.all(x‸)", "Write a comma, then what to test: all(x, …)."],
  ["args.a.all(x, ‸)", "Write a test here"],
  ["args.a.all(x, x == 1‸", 'Close "all" with ")"'],
  // Groups
  ["args.a == 1 && ‸", "Write a test here"],
  ["args.a == 1 ‸& args.b == 1", 'Write "&&"'],
  ["args.a == 1 ‸and args.b == 1", 'Write && instead of "and".'],
  ["(args.a == 1 ‸OR args.b == 1)", 'Write || instead of "OR".'],
  ["args.a == 1 ‸args.b == 1", "Join tests with && or ||."],
  ["args.a == 1‸)", 'There is no "(" for this ")".'],
  ["(args.a == 1‸", 'Close the "(" with ")"'],
  ["(‸)", "Write a test here"],
  ["!‸args.a == 1", "Put parentheses around what is negated"],
  ['!‸"a" in args.a', "Put parentheses around what is negated"],
  ["!‸size(args.a) == 1", "Put parentheses around what is negated"],
  // Literals
  ['args.a == ‸"x', 'Close this text with ".'],
  ["args.a == ‸'x\\'", "Close this text with '."],
  ['args.a == "x‸\ny"', "A text ends on the line where it begins"],
  ['args.a.matches("‸\\d")', "Write \\\\ for a backslash"],
  ['args.a == "‸\\u12"', "Write \\\\ for a backslash"],
  ["args.a == ‸“x”", "straight quotes"],
  ["args.a == ‸`x`", "straight quotes"],
  ["args.a == ‸5kg", "Write a number in digits"],
  ["args.a == ‸5.", "Write a number in digits"],
  ["args.a == ‸0x1F", "Write a number in digits"],
  ["args.a == ‸1e400", "between -(2^53-1) and 2^53-1"],
  ["args.a == ‸-9007199254740992", "between -(2^53-1) and 2^53-1"],
  ["args.a == 1 ‸// why", '"/" means nothing here'],
  ["args.a == 1 ‸\u0000", '"\\u0000" means nothing here'],
  ["args.a == 1 ‸😀", '"😀" means nothing here'],
  ["args.a == 1 ‸; drop", '";" means nothing here'],
];

function mistakeIn(text: string): ConditionError {
  try {
    parseCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
  throw new Error(`No mistake was found in ${text}`);
}

test.describe("what is wrong is said, with its place:", () => {
  for (const [marked, fragment] of bad)
    test(marked, () => {
      const mistake = mistakeIn(marked.replace("‸", ""));
      expect(mistake.message).toContain(fragment);
      expect(mistake.at).toBe(marked.indexOf("‸"));
    });
});

test("every limit is a sentence and not a crash", () => {
  const { textMax, depthMax, nodesMax, valuesMax, stringMax } = conditionLimits;
  const test = "has(args.a)";
  const many = (count: number, one: string, between: string) => Array.from({ length: count }, () => one).join(between);

  expect(mistakeIn(" ".repeat(textMax + 1)).message).toContain("characters");
  expect(mistakeIn("(".repeat(textMax)).message).toContain("nested deeper");
  expect(mistakeIn("!".repeat(textMax)).message).toContain("nested deeper");
  expect(mistakeIn(`${"ifMissing(".repeat(800)}${test}`).message).toContain("ifMissing takes one test");

  const negations = `${"!".repeat(depthMax)}${test}`;
  expect(readCondition(parseCondition(negations), "when")).toEqual(parseCondition(negations));
  expect(mistakeIn(`!${negations}`)).toMatchObject({ at: 0, message: expect.stringContaining("nested deeper") });

  const parts = many(nodesMax - 1, test, " && ");
  expect(readCondition(parseCondition(parts), "when")).toEqual(parseCondition(parts));
  expect(mistakeIn(`${parts} && ${test}`).message).toContain(`at most ${nodesMax} parts`);
  // A group in parentheses is part of the one around it, and is not counted.
  expect(parseCondition(`(${many(100, test, " && ")}) && (${many(155, test, "&&")})`)).toEqual(parseCondition(parts));

  const values = `args.a in [${many(valuesMax, "1", ",")}`;
  expect(parseCondition(`${values}]`)).toMatchObject({ value: Array.from({ length: valuesMax }, () => 1) });
  expect(mistakeIn(`${values},1]`)).toMatchObject({ at: values.length + 1 });

  expect(parseCondition(`args.a == "${"x".repeat(stringMax)}"`)).toMatchObject({ value: "x".repeat(stringMax) });
  expect(mistakeIn(`args.a == "${"x".repeat(stringMax + 1)}"`)).toMatchObject({ at: 10 });
});

test("what is printed is one line, without anything invisible", () => {
  const value = "\n\r\t\0\u007f\u0085\u00a0\u200b\u200f\u2028\u202e\u2066\ufeff\u{e0041} é 日本 😀";
  const printed = printCondition({ arg: ["\u202ea"], op: "eq", value, onMissing });
  expect(printed).toMatch(/^[ -~é日本😀]+$/u);
  expect(parseCondition(printed)).toEqual({ arg: ["\u202ea"], op: "eq", value, onMissing });
});

test("a condition that is not in normal form is printed as if it were", () => {
  const loose: Condition = {
    all: [{ all: [small, { any: [{ any: [tagged, large] }] }] }, { all: [{ not: { all: [small] } }] }],
  };
  const tidy: Condition = { all: [small, { any: [tagged, large] }, { not: small }] };
  expect(normalize(loose)).toEqual(tidy);
  expect(printCondition(loose)).toBe(printCondition(tidy));
  expect(parseCondition(printCondition(loose))).toEqual(tidy);
  expect(printCondition({ all: [small, { any: [] }] })).toBe("args.amount < 500 && ()");
});

test("printing and parsing give the same condition, the same text and nothing that cannot be used", () => {
  fc.assert(
    fc.property(conditions(), (condition) => {
      const text = printCondition(condition);
      fc.pre(text.length <= conditionLimits.textMax);
      const parsed = parseCondition(text);
      return (
        isDeepStrictEqual(parsed, condition) &&
        printCondition(parsed) === text &&
        isDeepStrictEqual(normalize(condition), condition) &&
        isDeepStrictEqual(readCondition(condition, "when"), condition)
      );
    }),
    checks(usual),
  );
});

test("the generator makes every operator, attribute, quantifier and choice for what is missing", () => {
  const made = JSON.stringify(fc.sample(conditions(), checks(usual, usual)));
  for (const op of [...Object.keys(notation), "exists"]) expect(made).toContain(`"op":"${op}"`);
  for (const attr of Object.keys(attributeTypes)) expect(made).toContain(`"attr":"${attr}"`);
  for (const part of [
    '"every"',
    '"some"',
    '"not"',
    '"all"',
    '"any"',
    '"item":[]',
    '"item":["',
    '"a.b"',
    '"weird key"',
    '"日本"',
  ])
    expect(made).toContain(part);
  for (const choice of ["error", "match", "noMatch"]) expect(made).toContain(`"onMissing":"${choice}"`);
});

const words = fc.constantFrom(
  ...["args", "args.a", "request", "agent.slug", "human.groups", "request.time", "item", "r", "r.x", "__proto__"],
  ...["constructor", ".", "[", "]", "(", ")", ",", "!", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "in", "&", "="],
  ...["all", "exists", ".all(r,", ".exists(item,", "has(", "size(", "ifMissing(", ".startsWith(", ".matches("],
  ...[".between(", ".weekdayIn(", ".hasAny([", "true", "false", "null", '"x"', "'mon'", '"a.b"', "1", "-2.5", "1e999"],
  ...['"', "\\", "\n", "日", "\ud800", "not", "and"],
);

test("whatever the text, nothing is thrown but a ConditionError with a place in it", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(words, { maxLength: 30 }).map((all) => all.join(" ")),
    fc.array(words, { maxLength: 30 }).map((all) => all.join("")),
    // A text that is right but for one place.
    fc.tuple(conditions({ depth: 1 }).map(printCondition), fc.nat(), fc.nat(3), words).map(([text, at, cut, word]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + word + text.slice(place + cut);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const parsed = parseCondition(text);
        return isDeepStrictEqual(parseCondition(printCondition(parsed)), parsed);
      } catch (error) {
        if (!(error instanceof ConditionError) || typeof error.at !== "number") throw error;
        return (
          Number.isInteger(error.at) && error.at >= 0 && error.at <= text.length && /[.?]$|args\.…$/.test(error.message)
        );
      }
    }),
    checks(usual),
  );
});
