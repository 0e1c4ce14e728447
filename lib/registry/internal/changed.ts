import { canonicalJson } from "@/lib/kernel/canonical-json";

/** The fields of `wanted` that are given and differ from `present`. Empty when nothing would change. */
export function changed<T extends Record<string, unknown>>(
  present: T,
  wanted: { [K in keyof T]?: T[K] | undefined },
): Partial<T> {
  const fields = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(present[field]),
  );
  // safe because every entry came out of `wanted`, whose present values are T's
  return Object.fromEntries(fields) as Partial<T>;
}

/** The named fields of a row, for the `before` and `after` of a change. */
export function pick<T extends object, K extends keyof T>(row: T, fields: readonly K[]): Pick<T, K> {
  // safe because exactly the keys K are copied
  return Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<T, K>;
}

/** The keys of what `changed` found. */
export const fieldsOf = <T extends object>(changes: T): (keyof T)[] =>
  // safe because `changed` makes plain objects
  Object.keys(changes) as (keyof T)[];
