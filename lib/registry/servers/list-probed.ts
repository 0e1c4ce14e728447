import "server-only";
import { database } from "@/lib/db/client";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";

/** Most servers of one round; those that were asked longest ago come first, so the next round has the others. */
const serversMax = 5_000;

/**
 * The servers of every tenant that can be asked for their tools on nobody's behalf and have not been for `everyMs`, give or take the
 * time that a round takes.
 */
export async function listProbed(everyMs: number): Promise<{ tenant: Ctx["tenant"]; server: string }[]> {
  const rows = await database().server.findMany({
    where: { enabled: true, auth: { not: "oauth" }, discoveredAt: { lt: new Date(nowMs() - everyMs / 2) } },
    select: { id: true, tenant: { select: { no: true, slug: true, organizationId: true } } },
    orderBy: [{ discoveredAt: "asc" }, { id: "asc" }],
    take: serversMax,
  });
  return rows.map(({ id, tenant }) => ({ tenant, server: id }));
}
