import "server-only";
import { z } from "zod";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid, notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { write } from "../write";
import { eraseStored, Reason } from "./erase-payload";

export const ErasePayloadsInput = z
  .strictObject({
    /** Key, id or e-mail address, also of a human who was deleted. */
    human: z.string().min(1).max(320).optional(),
    /** Only calls recorded before this time. */
    before: z.iso.datetime({ offset: true }).optional(),
    reason: Reason,
  })
  .refine(({ human, before }) => human !== undefined || before !== undefined, {
    error: "Say whose calls, or before when.",
    path: ["human"],
  });
export type ErasePayloadsInput = z.infer<typeof ErasePayloadsInput>;

/** `more`: there is more to erase than one request does; ask again. */
export type ErasedPayloads = { erased: number; held: number; more: boolean };

const batchSize = 1_000;
const batchesMax = 20;

/**
 * Erases what is stored of many calls, for a request of a human or to be rid of what is old: in batches, each a transaction with its
 * own `audit.payload_erased`, and no more than some at a time. What a legal hold keeps stays and is counted. Throws `not_found` for
 * a human whom the log does not know.
 */
export async function erasePayloads(ctx: Ctx, { human, before, reason }: ErasePayloadsInput): Promise<ErasedPayloads> {
  requireScope(ctx, "payloads:write");
  const until = before === undefined ? undefined : new Date(before);
  if (until && until.getTime() > nowMs())
    throw invalid("This is in the future.", [{ path: "before", message: "is in the future" }]);
  const whose =
    human === undefined ? undefined : await withinTenant(ctx.tenant.no, (sql) => findLogged(sql, ctx, human));
  const total: ErasedPayloads = { erased: 0, held: 0, more: false };
  let after = "00000000-0000-0000-0000-000000000000";
  for (let batch = 0; ; batch += 1) {
    const ids = await storedOf(ctx, { nos: whose?.nos, until, after });
    if (ids.length === 0) return total;
    if (batch === batchesMax) return { ...total, more: true };
    after = ids.at(-1) ?? after;
    const { erased, held } = await write(ctx, async (tx, record) => {
      const done = await eraseStored(tx, ctx, ids);
      if (done.erased === 0) record.nothing("A legal hold keeps all of it.");
      else
        await record({
          type: "audit.payload_erased",
          resource: whose
            ? { type: "human", key: whose.key, name: whose.key }
            : { type: "log", key: ctx.tenant.slug, name: "many calls" },
          human: whose ? { key: whose.key, name: null, email: null } : null,
          refs: whose ? { human: { id: whose.id, key: whose.key } } : {},
          details: { events: done.erased, held: done.held, reason, ...(until && { before: until.toISOString() }) },
        });
      return done;
    });
    total.erased += erased;
    total.held += held;
  }
}

/** A human as the log knows them, in the registry or not any more. */
export type LoggedHuman = { key: string; id: string; nos: number[] };

/** Finds a human of the log by key, id or e-mail address. Throws `not_found`. */
export async function findLogged(sql: PoolClient, ctx: Ctx, ref: string): Promise<LoggedHuman> {
  const { rows } = await sql.query<{ key: string; id: string; no: number }>(
    `SELECT d.key, d.ext_id AS id, d.no FROM audit.dim d
     WHERE d.tenant_no = $1 AND d.kind = 'human' AND (d.key = $2 OR d.ext_id = $2 OR EXISTS (
       SELECT FROM audit.personal p WHERE p.tenant_no = $1 AND p.subject = d.key AND p.value = lower($2) AND $2 LIKE '%@%'))
     ORDER BY d.no DESC`,
    [ctx.tenant.no, ref],
  );
  const [newest] = rows;
  if (!newest) throw notFound(`The human "${ref}"`);
  // Somebody who was deleted and added again under the same key is the same human of the log.
  return { ...newest, nos: rows.filter(({ key }) => key === newest.key).map(({ no }) => no) };
}

async function storedOf(
  ctx: Ctx,
  { nos, until, after }: { nos: number[] | undefined; until: Date | undefined; after: string },
): Promise<string[]> {
  return withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT DISTINCT p.event_id AS id FROM audit.payload p
       ${nos ? "JOIN audit.event e ON e.tenant_no = p.tenant_no AND e.id = p.event_id AND e.human_no = ANY ($4::int[])" : ""}
       WHERE p.tenant_no = $1 AND p.event_id > $2 AND p.erased_at IS NULL
         AND p.event_id < coalesce(audit.uuid7_floor($3::timestamptz), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       ORDER BY p.event_id LIMIT ${batchSize}`,
      [ctx.tenant.no, after, until ?? null, ...(nos ? [nos] : [])],
    );
    return rows.map((row) => row.id);
  });
}
