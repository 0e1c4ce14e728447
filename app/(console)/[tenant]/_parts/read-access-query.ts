import { type AccessFilter, isBucket } from "@/components/access/narrow-access";
import { oneOf, type Query, toPairs } from "./console-props";

export type AccessQuery = { filter: AccessFilter; cursor: string | undefined; notUnderstood: string[] };

const known: ReadonlySet<string> = new Set(["bucket", "q", "cursor"]);

/** Reads what a page of access is narrowed to. What it does not know is said, because dropping it would widen the answer. */
export function readAccessQuery(query: Query): AccessQuery {
  const bucket = oneOf(query, "bucket") ?? "";
  const notUnderstood = toPairs(query)
    .filter(([name]) => !known.has(name))
    .map(([name]) => `"${name}" is not a filter.`);
  if (bucket !== "" && !isBucket(bucket))
    notUnderstood.push(`"${bucket}" is no bucket: there are allowed, conditional and denied.`);
  return {
    filter: { bucket: isBucket(bucket) ? bucket : undefined, text: oneOf(query, "q") ?? "" },
    cursor: oneOf(query, "cursor"),
    notUnderstood,
  };
}

/** The same list further on. */
export function nextHref(path: string, { bucket, text }: AccessFilter, cursor: string): string {
  const query = new URLSearchParams({
    ...(bucket !== undefined && { bucket }),
    ...(text !== "" && { q: text }),
    cursor,
  });
  return `${path}?${query}`;
}
