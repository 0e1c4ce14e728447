import { RE2JS } from "re2js";
import { matchesGlob } from "../glob";
import { ANY_TYPE, BOOLEAN, LIST, NULL, NUMBER, STRING } from "../schema/argument-facts";
import { clockTime, toMinutes } from "./clock-time";
import { conditionLimits, type Operation, type Scalar } from "./condition";
import { ipIn } from "./ip-range";
import { ERROR, FALSE, type Outcome, type Outcomes, TRUE, toOutcome } from "./outcome";
import { bounded, emailDomainIn, nfc, underPath, urlHostIn } from "./texts";

/** One operation made ready: a test of a value that is there and not null (but for `eq null`, which tests for null). */
export type Predicate = {
  /** Never throws; of a type that it cannot judge it says ERROR. */
  test: (value: unknown) => Outcome;
  /** Types it can judge. */
  types: number;
  /** Whether it can err on a value of those types. */
  mayErr: boolean;
  /**
   * What testing a value costs, known before it is tested, in units of about a microsecond at worst: what strings cost grows
   * with their length, and for some tests with that of the wanted text too.
   */
  cost: (value: unknown) => number;
  /** What is possible of any number in the interval, where that says more than "true or false". */
  ofRange?: (min: number, max: number) => Outcomes;
};

/** What an operation yields for values. The operation has passed `readCondition`. */
export function toPredicate(operation: Operation): Predicate {
  switch (operation.op) {
    case "eq":
      return equal(operation.value);
    case "ne":
      return negated(equal(operation.value));
    case "in":
      return oneOf(operation.value);
    case "lt":
      return number((x) => x < operation.value);
    case "lte":
      return number((x) => x <= operation.value);
    case "gt":
      return number((x) => x > operation.value);
    case "gte":
      return number((x) => x >= operation.value);
    case "startsWith":
      return text(
        (s, wanted) => s.startsWith(wanted),
        operation.value,
        (length) => length >> 6,
      );
    case "endsWith":
      return text(
        (s, wanted) => s.endsWith(wanted),
        operation.value,
        (length) => length >> 6,
      );
    case "contains":
      return text(
        (s, wanted) => s.includes(wanted),
        operation.value,
        (length, wanted) => (length >> 6) + Math.floor((length * wanted) / 4_096),
      );
    case "glob":
      return {
        ...longText((s) => toOutcome(matchesGlob(nfc(operation.value), s))),
        cost: ofText((length) => Math.floor((Math.min(length, charactersMax) * operation.value.length) / 64)),
      };
    case "regex": {
      const pattern = RE2JS.compile(nfc(operation.value));
      return longText((s) => toOutcome(pattern.matcher(s).find()));
    }
    case "underPath":
      return longText(underPath(nfc(operation.value)));
    case "emailDomainIn":
      return longText(emailDomainIn(operation.value));
    case "urlHostIn":
      return longText(urlHostIn(operation.value));
    case "ipIn":
      return longText(ipIn(operation.value));
    case "has":
      return listHolds([operation.value], "all");
    case "hasAll":
      return listHolds(operation.value, "all");
    case "hasAny":
      return listHolds(operation.value, "any");
    case "sizeLte":
      return size((length) => length <= operation.value);
    case "sizeGte":
      return size((length) => length >= operation.value);
    case "timeBetween":
      return timeBetween(operation.value);
    case "weekdayIn": {
      const { days, zone } = operation.value;
      const wanted = new Set(days);
      return moment((timeMs) => wanted.has(clockTime(timeMs, zone).weekday));
    }
  }
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const { charactersMax, stringMax } = conditionLimits;

const cheap = (): number => 1;

/** What a text of so many characters costs; anything else is refused at once. */
const ofText =
  (cost: (length: number) => number): Predicate["cost"] =>
  (value) =>
    typeof value === "string" ? 1 + cost(value.length) : 1;

const simple = (types: number, test: Predicate["test"]): Predicate => ({ test, types, mayErr: false, cost: cheap });

/**
 * A text that long is no text that could be written as a constant: composing never makes a text shorter than a quarter
 * (Unicode Standard Annex #15, table of expansion factors), so it is not even composed.
 */
const isBeyondConstants = (value: string): boolean => value.length > 4 * stringMax;
const ofConstants = ofText((length) => Math.min(length, 4 * stringMax) >> 6);

function equal(wanted: Scalar): Predicate {
  if (wanted === null) return simple(ANY_TYPE, (x) => toOutcome(x === null));
  if (typeof wanted === "boolean")
    return simple(BOOLEAN, (x) => (typeof x === "boolean" ? toOutcome(x === wanted) : ERROR));
  if (typeof wanted === "string") {
    const own = nfc(wanted);
    const test = (x: unknown): Outcome =>
      typeof x === "string" ? toOutcome(!isBeyondConstants(x) && nfc(x) === own) : ERROR;
    return { ...simple(STRING, test), cost: ofConstants };
  }
  return {
    ...simple(NUMBER, (x) => (isNumber(x) ? toOutcome(x === wanted) : ERROR)),
    ofRange: (min, max) =>
      min === wanted && max === wanted ? TRUE : min <= wanted && wanted <= max ? TRUE | FALSE : FALSE,
  };
}

function negated(predicate: Predicate): Predicate {
  const { test, ofRange } = predicate;
  const swap = (set: Outcomes): Outcomes => (set & ERROR) | (set & TRUE ? FALSE : 0) | (set & FALSE ? TRUE : 0);
  return {
    ...predicate,
    test: (value) => {
      const outcome = test(value);
      return outcome === TRUE ? FALSE : outcome === FALSE ? TRUE : ERROR;
    },
    ...(ofRange && { ofRange: (min: number, max: number) => swap(ofRange(min, max)) }),
  };
}

function oneOf(values: readonly (string | number)[]): Predicate {
  const strings = new Set(values.filter((value) => typeof value === "string").map(nfc));
  const numbers = new Set(values.filter((value) => typeof value === "number"));
  const types = (strings.size > 0 ? STRING : 0) | (numbers.size > 0 ? NUMBER : 0);
  const test = (x: unknown): Outcome => {
    if (typeof x === "string" && strings.size > 0) return toOutcome(!isBeyondConstants(x) && strings.has(nfc(x)));
    if (isNumber(x) && numbers.size > 0) return toOutcome(numbers.has(x));
    return ERROR;
  };
  return { ...simple(types, test), cost: ofConstants };
}

/** Monotone in its number: at both ends of an interval true means true throughout, and so for false. */
function number(holds: (x: number) => boolean): Predicate {
  return {
    ...simple(NUMBER, (x) => (isNumber(x) ? toOutcome(holds(x)) : ERROR)),
    ofRange: (min, max) => toOutcome(holds(min)) | toOutcome(holds(max)),
  };
}

function text(
  holds: (text: string, wanted: string) => boolean,
  wanted: string,
  cost: (length: number, wanted: number) => number,
): Predicate {
  const own = nfc(wanted);
  const test = (x: unknown): Outcome => (typeof x === "string" ? toOutcome(holds(nfc(x), own)) : ERROR);
  return { ...simple(STRING, test), cost: ofText((length) => cost(length, own.length)) };
}

function longText(test: (text: string) => Outcome): Predicate {
  const within = bounded((s) => test(nfc(s)));
  return {
    test: (x) => (typeof x === "string" ? within(x) : ERROR),
    types: STRING,
    mayErr: true,
    cost: ofText((length) => Math.min(length, charactersMax) >> 2),
  };
}

/** Elements of another type than the wanted ones cannot be judged: they make a miss an error, not a hit a miss. */
function listHolds(wanted: readonly (string | number)[], how: "all" | "any"): Predicate {
  const values = new Set<unknown>(wanted.map((value) => (typeof value === "string" ? nfc(value) : value)));
  const types = new Set(wanted.map((value) => typeof value));
  const test = (x: unknown): Outcome => {
    if (!Array.isArray(x) || x.length > conditionLimits.elementsMax) return ERROR;
    const seen = new Set<unknown>();
    let unjudged = false;
    for (const element of x) {
      if (typeof element !== "string" && typeof element !== "number") unjudged = true;
      else if (!types.has(typeof element)) unjudged = true;
      else {
        const own = typeof element === "string" && !isBeyondConstants(element) ? nfc(element) : element;
        if (values.has(own)) seen.add(own);
      }
    }
    const holds = how === "all" ? seen.size === values.size : seen.size > 0;
    return holds ? TRUE : unjudged ? ERROR : FALSE;
  };
  const cost = (x: unknown): number => (Array.isArray(x) ? 1 + Math.min(x.length, conditionLimits.elementsMax) : 1);
  return { test, types: LIST, mayErr: true, cost };
}

const size = (holds: (length: number) => boolean): Predicate =>
  simple(LIST | STRING, (x) => (Array.isArray(x) || typeof x === "string" ? toOutcome(holds(x.length)) : ERROR));

/** Of a moment, in epoch milliseconds. */
const moment = (holds: (timeMs: number) => boolean): Predicate =>
  simple(NUMBER, (x) => (isNumber(x) ? toOutcome(holds(x)) : ERROR));

function timeBetween({ from, to, zone }: { from: string; to: string; zone: string }): Predicate {
  const start = toMinutes(from) ?? 0;
  const end = toMinutes(to) ?? 0;
  return moment((timeMs) => {
    const { minutes } = clockTime(timeMs, zone);
    return start <= end ? start <= minutes && minutes < end : start <= minutes || minutes < end;
  });
}

/** Types of JSON values as bits (`../schema/argument-facts`). */
export function typeOfValue(value: unknown): number {
  if (value === null) return NULL;
  if (Array.isArray(value)) return LIST;
  switch (typeof value) {
    case "boolean":
      return BOOLEAN;
    case "number":
      return NUMBER;
    case "string":
      return STRING;
    default:
      return ANY_TYPE & ~(NULL | BOOLEAN | NUMBER | STRING | LIST);
  }
}
