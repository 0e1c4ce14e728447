/** JSON types as bits, so that "may be one of these" is a number. */
export const NULL = 1;
export const BOOLEAN = 2;
export const NUMBER = 4;
export const STRING = 8;
export const LIST = 16;
export const OBJECT = 32;
export const ANY_TYPE = 63;

/** What can be said about the value at a path of the arguments before there are any: never less than what may come. */
export type ArgumentFacts = {
  /** Types it may have. */
  types: number;
  /** Whether it may be absent (also because something above it is). */
  missing: boolean;
  /** Whether the schema names it. */
  declared: boolean;
  /** Whether every number it may be is whole. */
  integer: boolean;
  /** All values it may have, where they are listed. */
  values: readonly unknown[] | undefined;
  min: number;
  max: number;
  lengthMax: number;
  itemsMin: number;
  /** Whether these facts say all that the schema demands of it: then trying representatives proves. */
  simple: boolean;
};
