import "server-only";
import { write } from "@/lib/audit/write";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { lockServer } from "./find-server-row";

/**
 * How many definitions of one tool are kept. The log holds their hashes for as long as it holds its events; what is kept here is what an
 * admin compares, what may come back without being asked about again, and the schemas that calls of before are replayed with.
 */
export const definitionsKept = 100;

/** Most that go in one transaction: whoever stores the tools of the same server waits for it. */
const prunedAtOnce = 5_000;

/** The servers of every tenant of which some tool has more definitions than are kept. */
export async function listOvergrown(): Promise<{ tenant: Ctx["tenant"]; server: string }[]> {
  const rows = await database().$queryRaw<{ no: number; slug: string; organizationId: string; server: string }[]>`
    SELECT DISTINCT n.no, n.slug, n.organization_id AS "organizationId", t.server_id AS server
    FROM (SELECT tenant_no, tool_id FROM tool_definition GROUP BY tenant_no, tool_id HAVING count(*) > ${definitionsKept}) d
    JOIN tool t ON t.tenant_no = d.tenant_no AND t.id = d.tool_id
    JOIN tenant n ON n.no = t.tenant_no
    ORDER BY n.no, t.server_id`;
  return rows.map(({ server, ...tenant }) => ({ tenant, server }));
}

/**
 * Removes what of the definitions of one server's tools is beyond the newest `definitionsKept` of each: a server that writes the time into
 * a description makes a new one whenever it is asked. Never the one on record, nor the one that was last in force. An older one that was
 * in force and comes back is then judged like any that was never seen. Gives how many went.
 */
export async function pruneDefinitions(ctx: Ctx, serverId: string): Promise<number> {
  for (let removed = 0; ; ) {
    const count = await write(ctx, async (tx, record) => {
      record.nothing("The log has the hash of each, and what it changed when it came.");
      await lockServer(tx, ctx.tenant.no, serverId);
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM (
          SELECT id, row_number() OVER (PARTITION BY tool_id ORDER BY stays DESC, at DESC, id DESC) AS place
          FROM (
            SELECT d.id, d.tool_id, greatest(d.seen_at, d.accepted_at) AS at,
              d.hash = t.definition_hash OR (d.accepted_at IS NOT NULL AND row_number() OVER (
                PARTITION BY d.tool_id ORDER BY d.accepted_at DESC NULLS LAST, d.id DESC) = 1) AS stays
            FROM tool_definition d JOIN tool t ON t.tenant_no = d.tenant_no AND t.id = d.tool_id
            WHERE t.tenant_no = ${ctx.tenant.no} AND t.server_id = ${serverId}
          ) judged
        ) placed WHERE place > ${definitionsKept} LIMIT ${prunedAtOnce}`;
      const { count } = await tx.toolDefinition.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
      return count;
    });
    removed += count;
    if (count < prunedAtOnce) return removed;
  }
}
