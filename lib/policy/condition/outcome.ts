/*
 * Three outcomes of a condition (strong Kleene logic), as bits, so that a set of possible outcomes is a number of three bits.
 * An error counts against the caller: a deny that errs applies, an allow that errs does not.
 */
export const TRUE = 1;
export const FALSE = 2;
export const ERROR = 4;
export type Outcome = typeof TRUE | typeof FALSE | typeof ERROR;
/** Which outcomes are possible. */
export type Outcomes = number;

export type OutcomeName = "true" | "false" | "error";
export const outcomeName = (outcome: Outcome): OutcomeName =>
  outcome === TRUE ? "true" : outcome === FALSE ? "false" : "error";

export const toOutcome = (holds: boolean): Outcome => (holds ? TRUE : FALSE);

/** Swaps true and false; an error stays one. The same for sets. */
export const negate = (outcome: Outcome): Outcome => (outcome === TRUE ? FALSE : outcome === FALSE ? TRUE : ERROR);
export const negateAll = (set: Outcomes): Outcomes =>
  (set & ERROR) | (set & TRUE ? FALSE : 0) | (set & FALSE ? TRUE : 0);

export const and = (a: Outcome, b: Outcome): Outcome =>
  a === FALSE || b === FALSE ? FALSE : a === ERROR || b === ERROR ? ERROR : TRUE;

const every: readonly Outcome[] = [TRUE, FALSE, ERROR];

/** The image of `and` over sets: what can come out when each side may be any of its outcomes. */
const andTable: Uint8Array = (() => {
  const table = new Uint8Array(64);
  for (let a = 0; a < 8; a += 1)
    for (let b = 0; b < 8; b += 1)
      for (const x of every)
        for (const y of every) if (a & x && b & y) table[a * 8 + b] = (table[a * 8 + b] ?? 0) | and(x, y);
  return table;
})();

export const andAll = (a: Outcomes, b: Outcomes): Outcomes => andTable[a * 8 + b] ?? ERROR;
export const orAll = (a: Outcomes, b: Outcomes): Outcomes => negateAll(andAll(negateAll(a), negateAll(b)));
