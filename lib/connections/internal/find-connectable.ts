import "server-only";
import type { Connection, Server } from "@/lib/db/rows";
import type { TenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid, notFound } from "@/lib/kernel/errors";
import { hasScope } from "@/lib/kernel/scope";
import { requireHuman } from "@/lib/registry/humans/require-human";

/**
 * The server that a human wants to connect to, with their connection there. A server on which they have no ceiling does not exist for
 * them, unless they may see it as a member of the environment. Throws `not_found`, and `invalid` where it wants no account of theirs.
 */
export async function findConnectable(
  db: TenantClient,
  ctx: Ctx,
  serverKey: string,
): Promise<Server & { connection: Connection | null }> {
  const { id: humanId } = requireHuman(ctx);
  const server = await db.server.findFirst({
    where: { key: serverKey },
    include: { grants: { where: { humanId } }, connections: { where: { humanId } } },
  });
  const isShown =
    server !== null &&
    (server.grants.length > 0 || server.connections.length > 0 || hasScope(ctx.scopes, "servers:read"));
  if (!isShown) throw notFound(`The server "${serverKey}"`);
  const human = await db.human.findFirst({ where: { id: humanId } });
  if (human?.status !== "active")
    throw invalid("You are suspended here: no agent acts for you until an administrator ends that.");
  if (server.auth !== "oauth") throw invalid(`${server.name} needs no account of yours: there is nothing to connect.`);
  if (!server.enabled) throw invalid(`${server.name} is switched off here. An administrator can switch it on.`);
  return { ...server, connection: server.connections[0] ?? null };
}

/** The scopes to ask for: those that the admin named, else those that the server names; and those that a call lacked. */
export function scopesToAsk(
  server: Pick<Server, "authScopes">,
  connection: Pick<Connection, "status" | "wantedScopes"> | null,
  { named, offersOffline }: { named: readonly string[]; offersOffline: boolean },
): string[] {
  const basis = server.authScopes.length > 0 ? server.authScopes : named;
  const lacked = connection?.status === "needs_reauth" ? connection.wantedScopes : [];
  // Without it many issuers give nothing to refresh with (OpenID Connect Core §11; SEP-2207).
  const offline = offersOffline ? ["offline_access"] : [];
  return [...new Set([...basis, ...lacked, ...offline])].slice(0, 50);
}
