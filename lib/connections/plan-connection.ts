import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { countOne, type Rate } from "@/lib/kernel/rate";
import type { ConnectionStatus } from "@/lib/registry/connections/connection-view";
import { discoverUpstreamAuth } from "./discover-upstream-auth";
import { findConnectable, scopesToAsk } from "./internal/find-connectable";

/** What is going to happen when a human connects: told before they leave for another site. */
export type ConnectionPlan = {
  server: { key: string; name: string; description: string; host: string };
  /** Where they will sign in, and what they will be asked for; or why that cannot be said. */
  leadsTo: { host: string; scopes: string[] } | { failed: string };
  /** Their connection as it is; null: none yet. */
  status: ConnectionStatus | null;
  account: string | null;
  lastError: string | null;
  /** Whether it is known which tools the server has; the first connection finds out. */
  toolsKnown: boolean;
};

/** Each time the server and its issuer are asked anew. */
const rate: Rate = { name: "connection plans", max: 30, seconds: 60 };

/** Asks the server who gives tokens for it and for which scopes. Throws `not_found` and `invalid` as `findConnectable` says. */
export async function planConnection(ctx: Ctx, serverKey: string): Promise<ConnectionPlan> {
  const server = await findConnectable(tenantClient(ctx.tenant.no), ctx, serverKey);
  const { key, name, description, url, connection } = server;
  return {
    server: { key, name, description, host: new URL(url).host },
    leadsTo: await countOne(rate, `${ctx.tenant.no}/${ctx.actor.id}`, "You have asked many times. Wait a minute.")
      .then(() => discoverUpstreamAuth(url))
      .then(({ issuer, scopes }) => ({
        host: new URL(issuer.authorizationEndpoint).host,
        scopes: scopesToAsk(server, connection, { named: scopes, offersOffline: issuer.offersOffline }),
      }))
      .catch((error: unknown) => {
        if (isHouseError(error) && ["upstream", "limit"].includes(error.code)) return { failed: error.message };
        throw error;
      }),
    status: connection?.status ?? null,
    account: connection?.account ?? null,
    lastError: connection?.lastError ?? null,
    toolsKnown: server.discoveredAt !== null,
  };
}
