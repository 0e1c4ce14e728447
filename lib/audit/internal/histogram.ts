import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import type { Histogram, TimeBucket } from "../summarize";
import { selectEvents } from "./feed-sql";
import { outcomeNo, type Resolved } from "./resolve-search";
import { uuidFloor, uuidMs } from "./uuid-time";

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;
/** Lengths that a bucket may have: those that a person reads off an axis. */
const lengths = [
  ...[10, 60, 300, 900, 1_800].map((seconds) => seconds * second),
  ...[1, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 7, 30].map((days) => days * day),
];
const bucketsMax = 60;

/** Most events that are counted one by one. */
const countedMax = 50_000;

/**
 * Counts matching events by time and outcome: from the hourly counts where they can answer, else one by one, the newest first. `byHour`:
 * in buckets of an hour however many that makes, so that the hourly counts answer wherever they can.
 */
export async function countOverTime(
  sql: PoolClient,
  tenantNo: number,
  resolved: Resolved | undefined,
  now: number,
  { byHour = false }: { byHour?: boolean } = {},
): Promise<Histogram> {
  const to = resolved?.to === undefined ? now : Date.parse(resolved.to);
  const from = resolved?.from === undefined ? await oldest(sql, tenantNo, to) : Math.min(Date.parse(resolved.from), to);
  const length = byHour ? hour : (lengths.find((each) => (to - from) / each <= bucketsMax) ?? 30 * day);
  const counts = new Counts(from, to, length);
  if (resolved === undefined) return counts.toHistogram(true, null);

  if (length < hour || !isOfRollup(resolved)) {
    const reached = await countRows(sql, tenantNo, resolved, { from, to }, counts);
    return counts.toHistogram(reached === undefined, reached ?? null);
  }
  // Whole hours were counted when they were sealed; what is left at both ends is counted now.
  const firstHour = Math.min(Math.ceil(from / hour) * hour, to);
  const lastHour = Math.max(Math.floor(to / hour) * hour, firstHour);
  await addHours(sql, tenantNo, resolved, { from: firstHour, to: lastHour }, counts);
  const edges = [
    await countRows(sql, tenantNo, resolved, { from: lastHour, to }, counts),
    await countRows(sql, tenantNo, resolved, { from, to: firstHour }, counts),
  ];
  return counts.toHistogram(
    edges.every((edge) => edge === undefined),
    null,
  );
}

/** Only what the hourly counts are kept by. */
const isOfRollup = ({ filters, words }: Resolved): boolean =>
  words.length === 0 && filters.every(({ column }) => column === "type_no" || column === "outcome");

type Stretch = { from: number; to: number };

/** Counts events one by one. Gives the time that it came back to where there are too many, undefined where it counted all. */
async function countRows(
  sql: PoolClient,
  tenantNo: number,
  resolved: Resolved,
  { from, to }: Stretch,
  counts: Counts,
): Promise<number | undefined> {
  if (from >= to) return undefined;
  const span = { from: uuidFloor(from), below: uuidFloor(to) };
  const { text, values } = selectEvents(tenantNo, resolved, { span, limit: countedMax, columns: ["outcome"] });
  const starts = counts.starts.map((ms) => uuidFloor(ms));
  const { rows } = await sql.query<{ bucket: number; outcome: number; n: number; least: string }>(
    `SELECT width_bucket(id, $${values.length + 1}::uuid[]) AS bucket, outcome, count(*)::int AS n, min(id::text) AS least
     FROM (${text}) m GROUP BY 1, 2`,
    [...values, starts],
  );
  for (const row of rows) counts.add(row.bucket - 1, row.outcome, row.n);
  const total = rows.reduce((sum, { n }) => sum + n, 0);
  const [least] = rows.map((row) => row.least).sort();
  return total < countedMax || least === undefined ? undefined : uuidMs(least);
}

async function addHours(
  sql: PoolClient,
  tenantNo: number,
  { filters }: Resolved,
  { from, to }: Stretch,
  counts: Counts,
): Promise<void> {
  const numbers = (column: string) => filters.find((filter) => filter.column === column)?.numbers ?? null;
  const { rows } = await sql.query<{ at: Date; outcome: number; n: number }>(
    `SELECT hour AS at, outcome, sum(n)::int AS n FROM audit.rollup_hour
     WHERE tenant_no = $1 AND hour >= $2 AND hour < $3
       AND ($4::int[] IS NULL OR type_no = ANY($4::int[])) AND ($5::int[] IS NULL OR outcome = ANY($5::int[]))
     GROUP BY 1, 2`,
    [tenantNo, new Date(from), new Date(to), numbers("type_no"), numbers("outcome")],
  );
  for (const { at, outcome, n } of rows) counts.add(counts.indexOf(at.getTime()), outcome, n);
}

async function oldest(sql: PoolClient, tenantNo: number, to: number): Promise<number> {
  const { rows } = await sql.query<{ id: string }>(
    "SELECT id FROM audit.event WHERE tenant_no = $1 ORDER BY id LIMIT 1",
    [tenantNo],
  );
  const [first] = rows;
  return first === undefined ? to - day : Math.min(uuidMs(first.id), to - 60 * second);
}

class Counts {
  readonly starts: number[] = [];
  readonly #from: number;
  readonly #to: number;
  readonly #length: number;
  readonly #buckets: TimeBucket[];

  constructor(from: number, to: number, length: number) {
    this.#from = from;
    this.#to = to;
    this.#length = length;
    for (let at = Math.floor(from / length) * length; at < to; at += length) this.starts.push(at);
    this.#buckets = this.starts.map((at) => ({
      at: new Date(at).toISOString(),
      success: 0,
      denied: 0,
      error: 0,
      unknown: 0,
    }));
  }

  indexOf(ms: number): number {
    return Math.floor((ms - (this.starts[0] ?? 0)) / this.#length);
  }

  add(index: number, no: number, n: number): void {
    const bucket = this.#buckets[index];
    if (bucket === undefined) return;
    if (no === outcomeNo.success) bucket.success += n;
    else if (no === outcomeNo.denied) bucket.denied += n;
    else if (no === outcomeNo.error) bucket.error += n;
    else bucket.unknown += n;
  }

  toHistogram(exact: boolean, reached: number | null): Histogram {
    const total = this.#buckets.reduce((sum, b) => sum + b.success + b.denied + b.error + b.unknown, 0);
    return {
      from: new Date(this.#from).toISOString(),
      to: new Date(this.#to).toISOString(),
      bucketSeconds: this.#length / second,
      buckets: this.#buckets,
      total,
      exact,
      countedFrom: reached === null ? null : new Date(reached).toISOString(),
    };
  }
}
