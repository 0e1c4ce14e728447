import "server-only";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { lockConnection } from "./lock-connection";
import { revokeRow } from "./revoke-row";

/** How many issuers are asked at the same time, and for how long new ones are asked. */
const atOnce = 8;
const timeMs = 20_000;

/**
 * Ends every connection of a human, or to a server, each in a transaction of its own: before their rows go, so that no token stays alive
 * at an issuer with nobody who knows it. Where a thousand issuers are slow, those not asked in 20 s are left to run out.
 */
export async function endConnections(ctx: Ctx, of: { humanId: string } | { serverId: string }): Promise<void> {
  const left = await tenantClient(ctx.tenant.no).connection.findMany({
    where: { ...of, tokens: { not: null } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const until = nowMs() + timeMs;
  const endOneAfterAnother = async (): Promise<void> => {
    for (let next = left.shift(); next && nowMs() < until; next = left.shift()) await end(ctx, next.id);
  };
  await Promise.all(Array.from({ length: atOnce }, endOneAfterAnother));
}

const end = (ctx: Ctx, id: string): Promise<void> =>
  write(ctx, async (tx, record) => {
    const row = await lockConnection(tx, ctx.tenant.no, id);
    if (!row || row.status === "revoked") record.nothing("It had ended already.");
    else await revokeRow(tx, record, row);
  });
