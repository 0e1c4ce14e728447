import type { Column, Filter, Resolved, Word } from "./resolve-search";
import { uuidFloor } from "./uuid-time";

export type Order = "desc" | "asc";

/** Part of the log between two ids: `above` and `below` are not in it, `from` and `upTo` are. */
export type Span = {
  above?: string | undefined;
  below?: string | undefined;
  from?: string | undefined;
  upTo?: string | undefined;
};

/** Which of the matching events, and what of them besides their ids. */
export type Page = { span?: Span; order?: Order; limit: number; columns?: readonly Column[] };

/** A statement with its parameters. */
export type Statement = { text: string; values: unknown[] };

/**
 * Which filter is looked up when several have more than one value: the one that tends to leave least. Each of its values is
 * a look-up of its own in the order of the log, and the first of all of them together are the page (research on audit
 * storage, §5: an `IN` list destroys the order of an index).
 */
const drivers: readonly Column[] = [
  "instance_no",
  "actor_no",
  "tool_no",
  "policy_no",
  "reason_no",
  "agent_no",
  "human_no",
  "resource_no",
  "type_no",
  "outcome",
];

/**
 * The first `limit` events that match, in order: their `id` and the columns asked for. Every look-up has an index whose order
 * is the log's and which holds the columns of all other filters, so that rows which do not match are not fetched.
 */
export function selectEvents(
  tenantNo: number,
  search: Resolved,
  { span = {}, order = "desc", limit, columns = [] }: Page,
): Statement {
  const builder = new Builder(tenantNo, order, limit, columns);
  const spanParts = builder.span(spanOf(search, span));
  const [word, ...otherWords] = [...search.words].sort((a, b) => breadth(a) - breadth(b));
  const rest = [...otherWords.map((other) => builder.word(other))];

  if (word !== undefined) {
    const others = [...spanParts, ...search.filters.map((filter) => builder.filter(filter)), ...rest];
    const branches = word.filters.flatMap((filter) => builder.branches(filter, others));
    if (word.eventIds.length > 0) branches.push(builder.branch([builder.oneOf(word.eventIds), ...others]));
    branches.push(builder.termBranch(word.term, others));
    return builder.merge(branches);
  }

  const driver = toDriver(search.filters);
  const others = search.filters.filter((filter) => filter !== driver).map((filter) => builder.filter(filter));
  return builder.merge(
    driver === undefined
      ? [builder.branch([...spanParts, ...others])]
      : builder.branches(driver, [...spanParts, ...others]),
  );
}

/** The same events with other columns, which may be of types that cannot be compared. */
export function selectRows(
  tenantNo: number,
  search: Resolved,
  page: Omit<Page, "columns">,
  columns: string,
): Statement {
  const { text, values } = selectEvents(tenantNo, search, page);
  const order = page.order ?? "desc";
  return text.startsWith("SELECT e.id FROM audit.event e WHERE")
    ? { text: text.replace("SELECT e.id FROM", `SELECT ${columns} FROM`), values }
    : {
        text: `SELECT ${columns} FROM (${text}) m JOIN audit.event e ON e.tenant_no = $1 AND e.id = m.id ORDER BY e.id ${order}`,
        values,
      };
}

/** Which of these events match; in no order. For lists of at most some thousands. */
export function matching(tenantNo: number, search: Resolved, ids: readonly string[]): Statement {
  const builder = new Builder(tenantNo, "asc", ids.length);
  const sorted = [...ids].sort();
  const conditions = [
    builder.oneOf(ids),
    // The bounds say which months to look into.
    ...builder.span(spanOf(search, { from: sorted[0], upTo: sorted.at(-1) })),
    ...search.filters.map((filter) => builder.filter(filter)),
    ...search.words.map((word) => builder.word(word)),
  ];
  return builder.merge([builder.branch(conditions)]);
}

/** Columns of few numbers, which partial indexes name: each is a branch of its own, so that the number stands in it. */
const named: readonly Column[] = ["type_no", "outcome", "decision", "reason_no"];

/** The filter whose values are looked up one by one; none where a filter with one value leads already. */
function toDriver(filters: readonly Filter[]): Filter | undefined {
  const present = drivers.flatMap((column) => filters.find((filter) => filter.column === column) ?? []);
  const [first] = present;
  return first !== undefined && first.numbers.length > 1 ? first : undefined;
}

const breadth = ({ filters }: Word): number => filters.reduce((sum, { numbers }) => sum + numbers.length, 0);

/** The narrower of the search's own time and the span. */
function spanOf({ from, to }: Resolved, span: Span): Span {
  const floors = [span.from, from === undefined ? undefined : uuidFloor(Date.parse(from))];
  const ceilings = [span.below, to === undefined ? undefined : uuidFloor(Date.parse(to))];
  const given = (bounds: readonly (string | undefined)[]) => bounds.filter((bound) => bound !== undefined).sort();
  return { ...span, from: given(floors).at(-1), below: given(ceilings)[0] };
}

class Builder {
  readonly values: unknown[];
  readonly #order: Order;
  readonly #limit: number;
  readonly #columns: string;

  constructor(tenantNo: number, order: Order, limit: number, columns: readonly Column[] = []) {
    this.values = [tenantNo];
    this.#order = order;
    this.#limit = Math.trunc(limit);
    this.#columns = ["id", ...columns].map((column) => `e.${column}`).join(", ");
  }

  parameter(value: unknown): string {
    const at = this.values.indexOf(value);
    if (at >= 0) return `$${at + 1}`;
    this.values.push(value);
    return `$${this.values.length}`;
  }

  span({ above, below, from, upTo }: Span): string[] {
    return [
      ...(above === undefined ? [] : [`e.id > ${this.parameter(above)}::uuid`]),
      ...(below === undefined ? [] : [`e.id < ${this.parameter(below)}::uuid`]),
      ...(from === undefined ? [] : [`e.id >= ${this.parameter(from)}::uuid`]),
      ...(upTo === undefined ? [] : [`e.id <= ${this.parameter(upTo)}::uuid`]),
    ];
  }

  /** Numbers stand in the text: partial indexes are chosen by them, and they are ours. */
  filter({ column, numbers }: Filter): string {
    const list = numbers.map((no) => Math.trunc(no));
    return list.length === 1 ? `e.${column} = ${list[0]}` : `e.${column} IN (${list.join(", ")})`;
  }

  oneOf(ids: readonly string[]): string {
    return `e.id = ANY(${this.parameter(ids)}::uuid[])`;
  }

  /** A word that the row has to match besides what leads to it. */
  word(word: Word): string {
    const ways = word.filters.map((filter) => this.filter(filter));
    if (word.eventIds.length > 0) ways.push(this.oneOf(word.eventIds));
    ways.push(
      `EXISTS (SELECT 1 FROM audit.term t WHERE t.tenant_no = $1 AND t.word = ${this.parameter(word.term)}::bigint AND t.id = e.id)`,
    );
    return `(${ways.join(" OR ")})`;
  }

  /** Look-ups of every value of a filter, each in the order of the log. */
  branches({ column, numbers }: Filter, conditions: readonly string[]): string[] {
    if (numbers.length === 1 || named.includes(column))
      return numbers.map((no) => this.branch([this.filter({ column, numbers: [no] }), ...conditions]));
    // One statement for all of them, or a word that finds hundreds of names would be planned hundreds of times.
    const own = `e.tenant_no = $1 AND e.${column} = each.no`;
    return [
      `(SELECT x.* FROM unnest(${this.parameter(numbers)}::int[]) AS each(no) CROSS JOIN LATERAL (
        SELECT ${this.#columns} FROM audit.event e WHERE ${[own, ...conditions].join(" AND ")}
        ORDER BY e.id ${this.#order} LIMIT ${this.#limit}) x ORDER BY x.id ${this.#order} LIMIT ${this.#limit})`,
    ];
  }

  branch(conditions: readonly string[]): string {
    return `(SELECT ${this.#columns} FROM audit.event e WHERE ${["e.tenant_no = $1", ...conditions].join(" AND ")}
      ORDER BY e.id ${this.#order} LIMIT ${this.#limit})`;
  }

  termBranch(term: string, conditions: readonly string[]): string {
    const own = `t.tenant_no = $1 AND t.word = ${this.parameter(term)}::bigint AND e.tenant_no = $1`;
    // The same bounds for both: each is partitioned by them.
    const bounds = conditions.filter((each) => /^e\.id [<>]/.test(each)).map((each) => each.replace("e.id", "t.id"));
    return `(SELECT ${this.#columns} FROM audit.term t JOIN audit.event e ON e.id = t.id
      WHERE ${[own, ...bounds, ...conditions].join(" AND ")} ORDER BY t.id ${this.#order} LIMIT ${this.#limit})`;
  }

  merge(branches: readonly string[]): Statement {
    const [only] = branches;
    const text =
      only !== undefined && branches.length === 1
        ? only.slice(1, -1)
        : `SELECT DISTINCT * FROM (${branches.join(" UNION ALL ")}) x ORDER BY id ${this.#order} LIMIT ${this.#limit}`;
    return { text, values: this.values };
  }
}
