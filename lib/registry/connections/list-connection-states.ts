import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireHuman } from "../humans/require-human";

/** How a human stands to one server that wants an account of their own. */
export type ConnectionState = {
  /** The server's key. */
  server: string;
  serverName: string;
  /** Host of the server. */
  host: string;
  enabled: boolean;
  /** Whether an admin has granted them a ceiling there: without one they need no connection. */
  granted: boolean;
  status: "none" | "connected" | "needs_reauth" | "revoked";
  scopes: string[];
  account: string | null;
  /** ISO 8601 in UTC; null: never, or not said. */
  expiresAt: string | null;
  refreshedAt: string | null;
  lastUsedAt: string | null;
  /** Why it does not work, in a sentence; null where it does. */
  lastError: string | null;
};

/**
 * The human's own connections, by the server's name: one entry for every server with `auth: oauth` on which they have a ceiling or a
 * connection. Throws `forbidden` for everybody who is no human.
 */
export async function listConnectionStates(ctx: Ctx): Promise<ConnectionState[]> {
  const { id: humanId } = requireHuman(ctx);
  const servers = await tenantClient(ctx.tenant.no).server.findMany({
    where: { auth: "oauth", OR: [{ grants: { some: { humanId } } }, { connections: { some: { humanId } } }] },
    include: { grants: { where: { humanId } }, connections: { where: { humanId } } },
    orderBy: { name: "asc" },
  });
  return servers.map(({ key, name, url, enabled, grants, connections: [row] }) => ({
    server: key,
    serverName: name,
    host: new URL(url).host,
    enabled,
    granted: grants.length > 0,
    status: row?.status ?? "none",
    scopes: row?.scopes ?? [],
    account: row?.account ?? null,
    expiresAt: row?.expiresAt?.toISOString() ?? null,
    refreshedAt: row?.refreshedAt?.toISOString() ?? null,
    lastUsedAt: row?.lastUsedAt?.toISOString() ?? null,
    lastError: row?.lastError ?? null,
  }));
}
