import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { envelopeOf } from "./envelope";
import { leafIndexOf } from "./leaf-indexes";
import { newestCheckpoint } from "./newest-checkpoint";
import { hashesOf, type TileId, tileKey, tileOf } from "./tile";
import { toTlogProof } from "./tlog-proof";
import { inclusionPlan, type NodeId, rootFromPath } from "./tree";

/**
 * That an event is a leaf of the tenant's tree, for anybody to check: SHA-256(0x00 ‖ envelope) is the leaf, and folded along the
 * path it gives the root that the checkpoint signs. Hashes are hexadecimal.
 */
export type EventProof = {
  index: number;
  size: number;
  root: string;
  path: string[];
  leaf: string;
  /** The canonical text that was hashed, with commitments in the place of personal values. */
  envelope: string;
  /** The signed note, and when it was signed. */
  checkpoint: string;
  checkpointAt: string;
  /** The same proof as a file (C2SP tlog-proof). */
  text: string;
};

/**
 * Proves one event by its id (`evt_…`) against the newest checkpoint. Another tenant's is not found; one that is not sealed yet is
 * a conflict, which time heals.
 */
export async function proveEvent(ctx: Ctx, eventId: string): Promise<EventProof> {
  requireScope(ctx, "events:read");
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  const tenantNo = ctx.tenant.no;
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ leaf: Buffer; envelope: string }>(
      "SELECT leaf, body::text AS envelope FROM audit.event WHERE tenant_no = $1 AND id = $2",
      [tenantNo, uuid],
    );
    const [event] = rows;
    if (!event) throw notFound("The event");
    // The checkpoint first: sealing goes on meanwhile, and an event that is found now must be found in it.
    const checkpoint = await newestCheckpoint(sql, tenantNo);
    const index = await leafIndexOf(sql, tenantNo, uuid);
    if (index === undefined || checkpoint === undefined || index >= checkpoint.size) throw notSealedYet();
    const path = await provePath(sql, tenantNo, inclusionPlan(index, checkpoint.size));
    const { size, root, note, at } = checkpoint;
    if (!rootFromPath(event.leaf, index, size, path)?.equals(root))
      throw conflict("This event does not fit the log's tree any more: verify the log.");
    return {
      ...{ index, size, root: root.toString("hex"), path: path.map((hash) => hash.toString("hex")) },
      ...{ leaf: event.leaf.toString("hex"), envelope: envelopeOf(event.envelope, event.leaf) },
      ...{ checkpoint: note, checkpointAt: at.toISOString(), text: toTlogProof({ index, path, note }) },
    };
  });
}

const notSealedYet = () => conflict("This event is not sealed yet: that takes about a second. Try again.");

/** The hashes of a plan, out of the tenant's tiles. */
export async function provePath(
  sql: PoolClient,
  tenantNo: number,
  plan: readonly (readonly NodeId[])[],
): Promise<Buffer[]> {
  const wanted = new Map<string, TileId>();
  for (const node of plan.flat()) {
    const { level, n } = tileOf(node);
    wanted.set(tileKey({ level, n }), { level, n });
  }
  const { rows } = await sql.query<{ level: number; n: string; hashes: Buffer }>(
    `SELECT t.level, t.n::text, t.hashes FROM unnest($2::smallint[], $3::bigint[]) AS wanted(level, n)
     JOIN audit.tile t ON t.tenant_no = $1 AND t.level = wanted.level AND t.n = wanted.n`,
    [tenantNo, [...wanted.values()].map(({ level }) => level), [...wanted.values()].map(({ n }) => n)],
  );
  return hashesOf(plan, new Map(rows.map(({ level, n, hashes }) => [tileKey({ level, n: Number(n) }), hashes])));
}
