import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { readCursor, searchFingerprint, toCursor } from "../internal/cursor";
import { readPersonal, readRows } from "../internal/read-events";
import { type StoredRow, toAuditEvent } from "../internal/read-row";
import { resolveSearch } from "../internal/resolve-search";
import { type AuditSearch, toSearchParams } from "../search";
import { recordEvent } from "../write";
import { csvHeader, toCsv } from "./csv";
import { ManifestMaker } from "./manifest";

export type ExportFormat = "csv" | "jsonl";
export type ExportOptions = {
  format: ExportFormat;
  /** At most so many rows; the manifest tells how to go on. Without it, all. */
  rows?: number | undefined;
};

const batchSize = 500;
/** Exports that one tenant may have running in one process. */
const runningMax = 3;
const running = new Map<number, number>();

/**
 * The present answer of a search as a file, piece by piece: every matching event that was there when it began, in the order of
 * the search, and at the end a signed manifest. It is on record before the first row leaves. Memory does not grow with the
 * file: at most two batches are in it. Throws `limit` where too many exports of the tenant are running, `invalid` for a cursor
 * of another search.
 */
export async function* exportEvents(ctx: Ctx, search: AuditSearch, options: ExportOptions): AsyncGenerator<string> {
  requireScope(ctx, "events:read");
  const tenantNo = ctx.tenant.no;
  const begun = running.get(tenantNo) ?? 0;
  if (begun >= runningMax)
    throw new HouseError("limit", `${runningMax} exports are running already. Wait until one has ended.`, {
      retryAfterSeconds: 10,
    });
  running.set(tenantNo, begun + 1);
  try {
    yield* write(ctx, search, options);
  } finally {
    const left = (running.get(tenantNo) ?? 1) - 1;
    if (left > 0) running.set(tenantNo, left);
    else running.delete(tenantNo);
  }
}

async function* write(ctx: Ctx, search: AuditSearch, { format, rows }: ExportOptions): AsyncGenerator<string> {
  const { cursor: _, limit: __, ...asked } = search;
  const query = toSearchParams(asked).toString();
  const fingerprint = searchFingerprint(ctx, search);
  const place = search.cursor === undefined ? undefined : readCursor(search.cursor, fingerprint);
  // What comes from now on is not in the file: without a bound an export of a busy log in ascending order would not end.
  const until = new Date(nowMs()).toISOString();
  const bounded = { ...search, to: search.to !== undefined && search.to < until ? search.to : until };
  await recordEvent(ctx, {
    type: "audit.exported",
    resource: { type: "log", key: ctx.tenant.slug, name: "audit log" },
    details: { query, format, ...(place !== undefined && { continued: true }), ...(rows !== undefined && { rows }) },
  });

  const manifest = new ManifestMaker();
  const head = format === "csv" ? csvHeader : "";
  manifest.addText(head);
  yield head;

  const batches = new Batches(ctx, bounded, place, rows ?? Number.POSITIVE_INFINITY);
  // The next batch is read while this one is written.
  let coming = batches.next();
  try {
    for (;;) {
      const rows = await coming;
      if (rows.length === 0) break;
      coming = batches.next();
      // Row by row, so that no more than one of them is more than text at a time: half of the cost were else the collector's.
      let text = "";
      for (const row of rows) {
        const event = toAuditEvent(row, batches.personal);
        manifest.addEvent(event);
        text += format === "csv" ? toCsv(event) : `${JSON.stringify(event)}\n`;
      }
      manifest.addText(text);
      yield text;
    }
  } finally {
    // Left before its end: what is being read must not fail unheard.
    coming.catch(() => {});
  }
  yield manifest.end({
    tenant: ctx.tenant.slug,
    query,
    format,
    checkpoint: await latestNote(ctx.tenant.no),
    exportedAt: new Date(nowMs()).toISOString(),
    complete: batches.last === undefined || batches.isAtEnd,
    nextCursor: batches.isAtEnd || batches.last === undefined ? null : toCursor(batches.last, fingerprint),
  });
}

async function latestNote(tenantNo: number): Promise<string | null> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ note: string }>(
      "SELECT note FROM audit.checkpoint WHERE tenant_no = $1 ORDER BY size DESC LIMIT 1",
      [tenantNo],
    );
    return rows[0]?.note ?? null;
  });
}

class Batches {
  /** The UUID of the last event that was read. */
  last: string | undefined;
  isAtEnd = false;
  /** What the rows that were read commit to. */
  readonly personal = new Map<string, string | null>();
  readonly #ctx: Ctx;
  readonly #search: AuditSearch;
  #left: number;

  constructor(ctx: Ctx, search: AuditSearch, place: string | undefined, rows: number) {
    this.#ctx = ctx;
    this.#search = search;
    this.last = place;
    this.#left = rows;
  }

  /** The next rows; none at the end, or when as many as were wanted have been read. */
  async next(): Promise<StoredRow[]> {
    const tenantNo = this.#ctx.tenant.no;
    const wanted = Math.min(batchSize, this.#left);
    if (this.isAtEnd || wanted === 0) return [];
    // Names of people are remembered for the whole file, but for no more of them than memory should hold.
    if (this.personal.size > 100_000) this.personal.clear();
    const { order } = this.#search;
    const span = order === "desc" ? { below: this.last } : { above: this.last };
    return withinTenant(tenantNo, async (sql) => {
      const resolved = await resolveSearch(sql, tenantNo, this.#search);
      const rows = resolved ? await readRows(sql, tenantNo, resolved, { span, order, limit: wanted }) : [];
      await readPersonal(sql, tenantNo, rows, this.personal);
      this.last = rows.at(-1)?.id ?? this.last;
      this.isAtEnd = rows.length < wanted;
      this.#left -= rows.length;
      return rows;
    });
  }
}
