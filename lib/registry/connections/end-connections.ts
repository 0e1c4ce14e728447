import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { revokedConnection } from "./revoked-connection";

/**
 * Ends every connection to a server whose address or way to sign in has changed, inside the transaction of the change. One event each.
 * The tokens are deleted here; the authorization server is not asked.
 */
export async function endConnections(tx: TenantTransaction, record: Recorder, server: Server): Promise<void> {
  const of = { serverId: server.id };
  const rows = await tx.connection.findMany({ where: of, include: { human: true }, orderBy: { id: "asc" } });
  for (const row of rows)
    if (row.status !== "revoked") await record(revokedConnection({ ...row, server }, { why: "server_changed" }));
  await tx.connectionAttempt.deleteMany({ where: of });
  await tx.connection.updateMany({
    where: of,
    data: {
      status: "revoked",
      tokens: null,
      upstreamClientId: null,
      version: { increment: 1 },
      scopes: [],
      wantedScopes: [],
      expiresAt: null,
      account: null,
      lastError: null,
    },
  });
}
