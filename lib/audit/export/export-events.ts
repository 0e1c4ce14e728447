import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";
import { readCursor, searchFingerprint, toCursor } from "../internal/cursor";
import { requireReader } from "../internal/own-events";
import { readPersonal, readRows } from "../internal/read-events";
import { type StoredRow, toAuditEvent } from "../internal/read-row";
import { resolveSearch } from "../internal/resolve-search";
import { newestCheckpoint } from "../proof/newest-checkpoint";
import { type AuditSearch, toSearchParams } from "../search";
import { recordEvent } from "../write";
import { csvHeader, toCsv } from "./csv";
import { toJsonLine } from "./json-line";
import { ManifestMaker } from "./manifest";
import { RowProofs } from "./row-proofs";

/** `rows`: at most so many; the manifest tells how to go on. Without it, all. `proofs`: each row proves that it is in the log. */
export type ExportOptions =
  | { format: "csv"; rows?: number | undefined; proofs?: false | undefined }
  | { format: "jsonl"; rows?: number | undefined; proofs?: boolean | undefined };
export type ExportFormat = ExportOptions["format"];

const batchSize = 500;
/** Rows that are written before others are let in. */
const turnRows = 50;
/** Exports that one tenant may have running in one process. */
const runningMax = 3;
const running = new Map<number, number>();

/**
 * The present answer of a search as a file, piece by piece: every matching event that was there when it began, in the order of
 * the search, and at the end a signed manifest. It is on record before the first row leaves. Memory does not grow with the
 * file: at most two batches are in it. With `proofs` each row carries one against the checkpoint that the manifest names; rows
 * that were not sealed when it began are there without one, and counted. A human exports their own events. Throws `limit` where too many exports of the tenant
 * are running, `invalid` for a cursor of another search.
 */
export async function* exportEvents(ctx: Ctx, search: AuditSearch, options: ExportOptions): AsyncGenerator<string> {
  requireReader(ctx);
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

async function* write(
  ctx: Ctx,
  search: AuditSearch,
  { format, rows, proofs: isProved = false }: ExportOptions,
): AsyncGenerator<string> {
  const { actor } = ctx;
  const { cursor: _, limit: __, ...asked } = search;
  // On record as what it is: a human's export is of their own events.
  const query = toSearchParams(actor.type === "human" ? { ...asked, human: [actor.key] } : asked).toString();
  const fingerprint = searchFingerprint(ctx, search);
  const place = search.cursor === undefined ? undefined : readCursor(search.cursor, fingerprint);
  // What comes from now on is not in the file: without a bound an export of a busy log in ascending order would not end.
  const until = new Date(nowMs()).toISOString();
  const bounded = { ...search, to: search.to !== undefined && search.to < until ? search.to : until };
  await recordEvent(ctx, {
    type: "audit.exported",
    resource: { type: "log", key: ctx.tenant.slug, name: "audit log" },
    ...(actor.type === "human" && {
      human: { key: actor.key, name: actor.name, email: actor.email },
      refs: { human: { id: actor.id, key: actor.key } },
    }),
    details: {
      ...{ query, format },
      ...(place !== undefined && { continued: true }),
      ...(rows !== undefined && { rows }),
      ...(isProved && { proofs: true }),
    },
  });
  // Every proof leads to one checkpoint, so it is taken before the first row is read.
  const prover = isProved ? new RowProofs(await checkpointOf(ctx)) : undefined;

  const manifest = new ManifestMaker();
  const head = format === "csv" ? csvHeader : "";
  manifest.addText(head);
  yield head;

  const batches = new Batches(ctx, bounded, place, rows ?? Number.POSITIVE_INFINITY, prover);
  // The next batch is read while this one is written.
  let coming = batches.next();
  try {
    for (;;) {
      const { rows, values, proofs } = await coming;
      if (rows.length === 0) break;
      coming = batches.next();
      // Row by row, so that no more than one of them is more than text at a time: half of the cost were else the collector's.
      let text = "";
      for (const [i, row] of rows.entries()) {
        // Let in between, the database reads the next rows while these are written.
        if (i % turnRows === 0) await nextTurn();
        const proof = proofs.get(row.id);
        manifest.addRow(row, proof !== undefined);
        text += format === "csv" ? toCsv(toAuditEvent(row, values)) : toJsonLine(row, values, proof);
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
    checkpoint: (prover ? prover.checkpoint : await checkpointOf(ctx))?.note ?? null,
    isProved,
    exportedAt: new Date(nowMs()).toISOString(),
    complete: batches.last === undefined || batches.isAtEnd,
    nextCursor: batches.isAtEnd || batches.last === undefined ? null : toCursor(batches.last, fingerprint),
  });
}

const checkpointOf = ({ tenant }: Ctx) => withinTenant(tenant.no, (sql) => newestCheckpoint(sql, tenant.no));

/** Rows, the personal values that they commit to, and the proofs of those that have one, by UUID. */
type Batch = {
  rows: readonly StoredRow[];
  values: ReadonlyMap<string, string | null>;
  proofs: ReadonlyMap<string, string>;
};
const nothing: Batch = { rows: [], values: new Map(), proofs: new Map() };

/** Names of people are remembered for the whole file, but for no more of them than memory should hold. */
const valuesMax = 100_000;

class Batches {
  /** The UUID of the last event that was read. */
  last: string | undefined;
  isAtEnd = false;
  #values = new Map<string, string | null>();
  readonly #ctx: Ctx;
  readonly #search: AuditSearch;
  readonly #prover: RowProofs | undefined;
  #left: number;

  constructor(ctx: Ctx, search: AuditSearch, place: string | undefined, rows: number, prover: RowProofs | undefined) {
    this.#ctx = ctx;
    this.#search = search;
    this.last = place;
    this.#left = rows;
    this.#prover = prover;
  }

  /** The next rows; none at the end, or when as many as were wanted have been read. */
  async next(): Promise<Batch> {
    const tenantNo = this.#ctx.tenant.no;
    const wanted = Math.min(batchSize, this.#left);
    if (this.isAtEnd || wanted === 0) return nothing;
    // Another map and not this one emptied: the batch before is being written with it.
    if (this.#values.size > valuesMax) this.#values = new Map();
    const values = this.#values;
    const { order } = this.#search;
    const span = order === "desc" ? { below: this.last } : { above: this.last };
    return withinTenant(
      tenantNo,
      async (sql) => {
        const resolved = await resolveSearch(sql, this.#ctx, this.#search);
        const rows = resolved ? await readRows(sql, tenantNo, resolved, { span, order, limit: wanted }) : [];
        await readPersonal(sql, tenantNo, rows, values);
        this.last = rows.at(-1)?.id ?? this.last;
        this.isAtEnd = rows.length < wanted;
        this.#left -= rows.length;
        return { rows, values, proofs: (await this.#prover?.of(sql, tenantNo, rows)) ?? nothing.proofs };
      },
      { inOrder: true },
    );
  }
}
