import type { Operation, Scalar, Weekday } from "../condition/condition";

/** What an operator is given, by the name this table has for it. */
export type Literals = {
  scalar: Scalar;
  number: number;
  text: string;
  texts: string[];
  value: string | number;
  values: (string | number)[];
  times: { from: string; to: string; zone: string };
  days: { days: Weekday[]; zone: string };
};

type Op = Operation["op"];
type ValueOf<O extends Op, Member = Operation> = Member extends { op: infer Ops; value: infer Value }
  ? O extends Ops
    ? Value
    : never
  : never;

/**
 * How an operator is written.
 * `infix`: `field == literal`. `member`: `literal in field`. `method`: `field.name(literal)`. `size`: `size(field) <= literal`.
 */
type Notation<Value> = {
  form: "infix" | "member" | "method" | "size";
  written: string;
  takes: { [Name in keyof Literals]: Literals[Name] extends Value ? Name : never }[keyof Literals];
};

/** Every operator in the text form. What prints and what parses both read it, so they cannot disagree. */
export const notation = {
  eq: { form: "infix", written: "==", takes: "scalar" },
  ne: { form: "infix", written: "!=", takes: "scalar" },
  lt: { form: "infix", written: "<", takes: "number" },
  lte: { form: "infix", written: "<=", takes: "number" },
  gt: { form: "infix", written: ">", takes: "number" },
  gte: { form: "infix", written: ">=", takes: "number" },
  in: { form: "infix", written: "in", takes: "values" },
  has: { form: "member", written: "in", takes: "value" },
  hasAny: { form: "method", written: "hasAny", takes: "values" },
  hasAll: { form: "method", written: "hasAll", takes: "values" },
  startsWith: { form: "method", written: "startsWith", takes: "text" },
  endsWith: { form: "method", written: "endsWith", takes: "text" },
  contains: { form: "method", written: "contains", takes: "text" },
  glob: { form: "method", written: "glob", takes: "text" },
  regex: { form: "method", written: "matches", takes: "text" },
  underPath: { form: "method", written: "underPath", takes: "text" },
  emailDomainIn: { form: "method", written: "emailDomainIn", takes: "texts" },
  urlHostIn: { form: "method", written: "urlHostIn", takes: "texts" },
  ipIn: { form: "method", written: "inRange", takes: "texts" },
  timeBetween: { form: "method", written: "between", takes: "times" },
  weekdayIn: { form: "method", written: "weekdayIn", takes: "days" },
  sizeLte: { form: "size", written: "<=", takes: "number" },
  sizeGte: { form: "size", written: ">=", takes: "number" },
} as const satisfies { [O in Op]: Notation<ValueOf<O>> };

/** Quantifiers are methods that bind a variable: `args.items.all(item, item.price < 5)`. */
export const quantifiers = { every: "all", some: "exists" } as const;
/** What the element is called in printed text. */
export const elementName = "item";

/** Functions that stand in front of what they take. */
export const functions = { exists: "has", size: "size", onMissing: "ifMissing" } as const;

/** The zone of times and weekdays that name none. */
export const usualZone = "UTC";

const writtenAs = (form: Notation<unknown>["form"]): ReadonlyMap<string, Op> =>
  new Map(
    // safe because the table has these keys and no others
    (Object.keys(notation) as Op[])
      .filter((op) => notation[op].form === form)
      .map((op): [string, Op] => [notation[op].written, op]),
  );

/** Operators by what is written. */
export const infixes = writtenAs("infix");
export const methods = writtenAs("method");

/** Names that need no brackets in a path. */
export const isPlainName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
