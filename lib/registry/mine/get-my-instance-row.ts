import "server-only";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireHuman } from "../humans/require-human";
import { type InstanceRow, instanceParts } from "../instances/instance-view";

/**
 * INVARIANT: every verb of a human about their agents finds the instance here, by its id and their own.
 * Throws `not_found` for anybody else's, `forbidden` for whoever is no human.
 */
export async function getMyInstanceRow(
  db: TenantClient | TenantTransaction,
  ctx: Ctx,
  id: string,
): Promise<InstanceRow> {
  const { id: humanId } = requireHuman(ctx);
  const row = await db.instance.findFirst({ where: { id, humanId }, include: instanceParts });
  if (!row) throw notFound(`The agent "${id}"`);
  return row;
}
