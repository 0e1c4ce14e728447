import type { EventColumns, EventRow } from "./row";

/*
 * Rows go into the log as one array of PostgreSQL for each column, and their bodies as the lines of one text: as a record set in
 * JSON they cost both sides more than twice as much (lib/gateway/README.md), because PostgreSQL took every body apart to find where
 * it ends. Nothing needs to be quoted: numbers, UUIDs, times and hexadecimal digits have no character that means something in
 * an array, and JSON as it is written here has no line feed.
 */

const types = {
  tenant_no: "int",
  id: "uuid",
  occurred_at: "timestamptz",
  type_no: "smallint",
  outcome: "smallint",
  decision: "smallint",
  reason_no: "smallint",
  agent_no: "int",
  instance_no: "int",
  human_no: "int",
  resource_no: "int",
  tool_no: "int",
  policy_no: "int",
  actor_no: "int",
  total_ms: "int",
  upstream_ms: "int",
} as const satisfies Record<Exclude<keyof EventColumns, "leaf">, string>;
// safe because the object above has exactly these keys
const plain = Object.keys(types) as (keyof typeof types)[];

/**
 * `INSERT … SELECT` of rows out of the parameters from `$first` on, as `eventValues` gives them; `where` may leave some out by
 * their `id`.
 */
export function insertEvents(first = 1, where = ""): string {
  const arrays = plain.map((name, i) => `$${first + i}::${types[name]}[]`);
  const [leaves, bodies] = [first + plain.length, first + plain.length + 1];
  return `INSERT INTO audit.event (${plain.join(", ")}, leaf, body)
   SELECT ${plain.join(", ")}, decode(leaf, 'hex'), body::json
   FROM unnest(${arrays.join(", ")}, $${leaves}::text[], ${lines(bodies)}) AS row(${plain.join(", ")}, leaf, body) ${where}`;
}

/** The rows as parameters of `insertEvents`. Each body goes in byte by byte as it was hashed. */
export const eventValues = (rows: readonly EventRow[]): string[] => [
  ...plain.map((name) => toArray(rows, ({ columns }) => columns[name])),
  toArray(rows, ({ columns }) => columns.leaf),
  toLines(rows.map(({ body }) => body)),
];

/**
 * `INSERT … SELECT` of words by which single events are found, out of the parameters from `$first` on, as `termValues` gives
 * them.
 */
export const insertTerms = (first = 1, where = ""): string =>
  `INSERT INTO audit.term (tenant_no, word, id)
   SELECT tenant_no, word, id
   FROM unnest($${first}::int[], $${first + 1}::bigint[], $${first + 2}::uuid[]) AS row(tenant_no, word, id) ${where}`;

export type TermRow = { tenant_no: number; word: string; id: string };

/** The words as parameters of `insertTerms`. One word of an event may be given twice, and is written once. */
export function termValues(terms: readonly TermRow[]): string[] {
  const once = [...new Map(terms.map((term) => [`${term.id}${term.word}`, term])).values()];
  return [
    toArray(once, ({ tenant_no }) => tenant_no),
    toArray(once, ({ word }) => word),
    toArray(once, ({ id }) => id),
  ];
}

/** One column of rows as an array of PostgreSQL. For values without quotes, commas, braces and blanks only. */
export function toArray<T>(rows: readonly T[], columnOf: (row: T) => string | number | null): string {
  let text = "{";
  for (const row of rows) text += `${text === "{" ? "" : ","}${columnOf(row) ?? "NULL"}`;
  return `${text}}`;
}

/** JSON texts as one parameter, and the array that the statement makes of it. */
export const toLines = (texts: readonly string[]): string => texts.join("\n");
export const lines = (parameter: number): string => `string_to_array($${parameter}, E'\\n')`;
