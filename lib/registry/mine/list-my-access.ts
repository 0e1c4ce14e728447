import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { type Access, loadAccess } from "../decisions/load-access";
import { requireHuman } from "../humans/require-human";
import { getMyInstanceRow } from "./get-my-instance-row";

/** What one agent of the human who asks may do right now, server by server, decided as its calls are. Throws `not_found`. */
export async function listMyAccess(ctx: Ctx, instance: string): Promise<Access[]> {
  const { id } = await getMyInstanceRow(tenantClient(ctx.tenant.no), ctx, instance);
  return loadAccess(ctx, [id], { serverId: null, tool: null, withExamples: false });
}

/** The same of all of their agents that are connected, the newest hundred, by instance id. */
export async function listAllMyAccess(ctx: Ctx): Promise<ReadonlyMap<string, Access[]>> {
  const { id: humanId } = requireHuman(ctx);
  const rows = await tenantClient(ctx.tenant.no).instance.findMany({
    where: { humanId, status: { not: "disconnected" } },
    select: { id: true },
    orderBy: { id: "desc" },
    take: 100,
  });
  const asked = { serverId: null, tool: null, withExamples: false };
  const all = await loadAccess(
    ctx,
    rows.map(({ id }) => id),
    asked,
  );
  const byInstance = new Map<string, Access[]>();
  for (const access of all) {
    const own = byInstance.get(access.instance.id);
    if (own) own.push(access);
    else byInstance.set(access.instance.id, [access]);
  }
  return byInstance;
}
