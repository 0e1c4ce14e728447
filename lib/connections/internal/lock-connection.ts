import "server-only";
import type { Connection, Human, Server, UpstreamClient } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";

export type LockedConnection = Connection & { human: Human; server: Server; upstreamClient: UpstreamClient | null };

/** How long one waits for another's refresh. With the time of one request to the issuer it fits into a transaction. */
const waitMs = 6_000;

/**
 * The row of a connection, locked until the transaction ends and read after the lock: what another process changed meanwhile is
 * seen. Undefined where it is gone. Rejects when the lock is not to be had in time.
 */
export async function lockConnection(
  tx: TenantTransaction,
  tenantNo: number,
  id: string,
): Promise<LockedConnection | undefined> {
  await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = ${waitMs}`);
  await tx.$queryRawUnsafe(
    "SELECT 1 AS locked FROM connection WHERE tenant_no = $1 AND id = $2 FOR UPDATE",
    tenantNo,
    id,
  );
  const row = await tx.connection.findUnique({
    where: { tenantNo_id: { tenantNo, id } },
    include: { human: true, server: true, upstreamClient: true },
  });
  return row ?? undefined;
}
