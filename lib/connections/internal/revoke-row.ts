import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { revokedConnection } from "@/lib/registry/connections/revoked-connection";
import { fetchBounded } from "./bounded-fetch";
import { authenticated } from "./client-auth";
import type { LockedConnection } from "./lock-connection";
import { credentialsOf, readRegistered } from "./upstream-client";
import { openTokens } from "./vault";

/** What became of the tokens at the authorization server. */
export type RevokedUpstream = "revoked" | "failed" | "not_offered" | "nothing_left";

const timeMs = 3_000;

/**
 * Ends a locked connection inside the transaction of a verb: asks the authorization server to void its tokens (RFC 7009; best effort,
 * what came of it is in the event), forgets them here, leaves `connection.revoked`.
 */
export async function revokeRow(tx: TenantTransaction, record: Recorder, row: LockedConnection): Promise<void> {
  const upstream = await revokeUpstream(row);
  await tx.connection.update({
    where: { tenantNo_id: { tenantNo: row.tenantNo, id: row.id } },
    data: {
      status: "revoked",
      tokens: null,
      version: { increment: 1 },
      expiresAt: null,
      scopes: [],
      wantedScopes: [],
      account: null,
      lastError: null,
    },
  });
  await record(revokedConnection(row, { upstream }));
}

async function revokeUpstream(row: LockedConnection): Promise<RevokedUpstream> {
  const { tokens, upstreamClient: client } = row;
  if (tokens === null || client === null) return "nothing_left";
  const { accessToken, refreshToken, clientId } = openTokens(row, tokens);
  const endpoint = readRegistered(client).revocationEndpoint;
  if (endpoint === undefined) return "not_offered";
  if (client.clientId !== clientId) return "failed";
  const revoke = async (token: string, hint: string): Promise<boolean> => {
    const { headers, body } = authenticated(credentialsOf(client), { token, token_type_hint: hint });
    const { status } = await fetchBounded(endpoint, { method: "POST", headers, body }, timeMs);
    return status >= 200 && status < 300;
  };
  try {
    // The refresh token first: with it all that came of the same authorization should end (RFC 7009 §2.1).
    const refresh = refreshToken === undefined || (await revoke(refreshToken, "refresh_token"));
    const access = await revoke(accessToken, "access_token");
    return refresh && access ? "revoked" : "failed";
  } catch {
    return "failed";
  }
}
