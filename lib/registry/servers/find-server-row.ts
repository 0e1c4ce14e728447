import "server-only";
import type { Server } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";

/** The row of a server by its key or id, if there is one in this tenant. */
export const findServerRow = (db: TenantClient | TenantTransaction, keyOrId: string): Promise<Server | null> =>
  db.server.findFirst({ where: { OR: [{ key: keyOrId }, { id: keyOrId }] } });

/** The row of a server by its key or id. Throws `not_found`, also for another tenant's. */
export async function getServerRow(db: TenantClient | TenantTransaction, keyOrId: string): Promise<Server> {
  const row = await findServerRow(db, keyOrId);
  if (!row) throw notFound(`The server "${keyOrId}"`);
  return row;
}

/** Makes everybody else who would change the tools of a server wait for this transaction. */
export const lockServer = (tx: TenantTransaction, tenantNo: number, id: string): Promise<unknown> =>
  tx.$queryRaw`SELECT 1 FROM server WHERE tenant_no = ${tenantNo} AND id = ${id} FOR NO KEY UPDATE`;
