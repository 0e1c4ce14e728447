import type { OutcomeName } from "./outcome";

/** One node of a condition as it came out for a call. What it looked at is `actual`, which the log redacts like the arguments. */
export type ConditionTrace = {
  /** The node in the text form; a group says `all of`, `any of`, `not`. */
  text: string;
  result: OutcomeName;
  /** Value that was looked at; absent where there was none. Long ones are cut. */
  actual?: unknown;
  /** The argument's path, for redaction; absent where the node looks at no argument. */
  path?: string[];
  /** Why it is an error, or what the rule says of a missing value. */
  why?: string;
  children?: ConditionTrace[];
};
