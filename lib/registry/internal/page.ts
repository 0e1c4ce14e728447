import { z } from "zod";
import { invalid } from "@/lib/kernel/errors";

const sizeDefault = 50;
const sizeMax = 200;

/** What every list takes: how many, and where the page before ended. Spread into the list's own schema. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(sizeMax).optional(),
  cursor: z.string().min(1).max(500).optional(),
};

export type Page<T> = { items: T[]; nextCursor: string | null };

const toSize = (limit: number | undefined): number => Math.min(limit ?? sizeDefault, sizeMax);

/** How many rows to ask for: one more than is shown tells whether there is a next page. */
export const toTake = (limit: number | undefined): number => toSize(limit) + 1;

/**
 * The page of rows that were asked for with `toTake`. `keyOf` gives the values that the rows are ordered by: the cursor is
 * made of the last row's, so a page never shifts when rows come or go.
 */
export function toPage<Row, View>(
  rows: readonly Row[],
  limit: number | undefined,
  keyOf: (row: Row) => readonly string[],
  toView: (row: Row) => View,
): Page<View> {
  const shown = rows.slice(0, toSize(limit));
  const last = shown.at(-1);
  return {
    items: shown.map(toView),
    nextCursor:
      rows.length > shown.length && last !== undefined
        ? Buffer.from(JSON.stringify(keyOf(last))).toString("base64url")
        : null,
  };
}

const refused = () =>
  invalid("This cursor belongs to another list. Start again without it.", [
    { path: "cursor", message: "belongs to another list" },
  ]);

/** The one value of a cursor, or undefined on the first page. Throws `invalid` for a cursor of another make. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [only, ...more] = readParts(cursor);
  if (only === undefined || more.length > 0) throw refused();
  return only;
}

/** The two values of a cursor, or undefined on the first page. Throws `invalid` for a cursor of another make. */
export function readPairCursor(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined;
  const [first, second, ...more] = readParts(cursor);
  if (first === undefined || second === undefined || more.length > 0) throw refused();
  return [first, second];
}

function readParts(cursor: string): string[] {
  try {
    return z.array(z.string().max(300)).parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw refused();
  }
}
