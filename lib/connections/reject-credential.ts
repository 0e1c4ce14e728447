import "server-only";
import { write } from "@/lib/audit/write";
import { aboutConnection, recordedConnection } from "@/lib/registry/connections/connection-view";
import { readChallenge, unionOf } from "./internal/challenge";
import { gatewayCtx } from "./internal/gateway-ctx";
import { lockConnection } from "./internal/lock-connection";
import type { Credential, HumanAtServer } from "./use-credential";

/** Which answer of the server makes a fresh credential useless. */
export type Rejection = { statusCode: 401 } | { statusCode: 403; challenge: string | undefined };

/**
 * A server refused a credential although it is fresh: the connection needs its human (`needs_reauth`), with an event, once. A 403 counts
 * only where it asks for scopes (`insufficient_scope`, RFC 6750 §3.1) that were not asked for before; they are asked for next time
 * together with those there are. `false`: the connection stays as it is, because authorizing again would not help.
 */
export async function rejectCredential(
  { tenant }: HumanAtServer,
  refused: Credential,
  rejection: Rejection,
): Promise<boolean> {
  const challenge = rejection.statusCode === 403 ? readChallenge(rejection.challenge) : undefined;
  if (rejection.statusCode === 403 && (challenge?.error !== "insufficient_scope" || challenge.scopes.length === 0))
    return false;
  const id = refused.connectionId;
  return write(gatewayCtx(tenant), async (tx, record) => {
    const row = await lockConnection(tx, tenant.no, id);
    if (!row || row.version !== refused.version || row.status !== "connected") {
      record.nothing("The connection is not what was refused any more.");
      return row?.status === "needs_reauth";
    }
    const lacking = (challenge?.scopes ?? []).filter((scope) => !row.wantedScopes.includes(scope));
    if (rejection.statusCode === 403 && lacking.length === 0) {
      record.nothing("These scopes were asked for before: asking again would go round in circles.");
      return false;
    }
    const message =
      rejection.statusCode === 401
        ? `${row.server.name} does not accept the access any more.`
        : `${row.server.name} wants more scopes: ${lacking.join(" ")}.`.slice(0, 500);
    const after = await tx.connection.update({
      where: { tenantNo_id: { tenantNo: tenant.no, id } },
      data: {
        status: "needs_reauth",
        version: { increment: 1 },
        lastError: message,
        // With too few scopes the tokens are still somebody's: disconnecting revokes them. Refused ones are worth nothing.
        ...(rejection.statusCode === 401
          ? { tokens: null }
          : { wantedScopes: unionOf(row.scopes, row.wantedScopes, lacking) }),
      },
    });
    await record({
      type: "connection.reauth_needed",
      ...aboutConnection(row),
      outcome: "error",
      error: { type: rejection.statusCode === 401 ? "upstream_unauthorized" : "insufficient_scope", message },
      changes: { before: recordedConnection(row), after: recordedConnection(after) },
      ...(lacking.length === 0 ? {} : { details: { lackingScopes: lacking } }),
    });
    return true;
  });
}
