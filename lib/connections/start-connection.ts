import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";
import { hashSecret } from "@/lib/kernel/keys";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { discoverUpstreamAuth } from "./discover-upstream-auth";
import { findConnectable, scopesToAsk } from "./internal/find-connectable";
import { findClient, putClient, registerClient } from "./internal/register-client";
import { newState } from "./internal/state";
import { readRegistered, redirectUri, toRegistered } from "./internal/upstream-client";
import { sealAttempt } from "./internal/vault";

/** How long a human has to sign in at the other side. */
const attemptMs = 15 * 60_000;
const attemptsMax = 10;

/**
 * Begins to connect the human's own account at a server: finds its authorization server anew, becomes a client there if this gateway is
 * none yet, and gives the URL to send the browser to (authorization code with PKCE S256, RFC 8707 `resource`). Only the same session of
 * the same human can end it, within 15 minutes. `returnTo`: a path within the product, judged by the caller. Throws `upstream` where
 * the other side cannot be used, `not_found`, `invalid`.
 */
export async function startConnection(
  ctx: Ctx,
  serverKey: string,
  { sessionId, returnTo }: { sessionId: string; returnTo: string },
): Promise<string> {
  const human = requireHuman(ctx);
  const tenantNo = ctx.tenant.no;
  const db = tenantClient(tenantNo);
  const server = await findConnectable(db, ctx, serverKey);
  const found = await discoverUpstreamAuth(server.url);
  const { issuer, resource } = found;
  const made = (await findClient(db, server.id, issuer.issuer)) === undefined ? await registerClient(found) : undefined;

  const state = newState(ctx.tenant.slug);
  const codeVerifier = randomBytes(32).toString("base64url");
  const scopes = scopesToAsk(server, server.connection, { named: found.scopes, offersOffline: issuer.offersOffline });
  const client = await write(ctx, async (tx, record) => {
    record.nothing("Nothing is granted yet: what comes of it is an event of its own.");
    const of = { humanId: human.id };
    await tx.connectionAttempt.deleteMany({ where: { expiresAt: { lt: now() } } });
    if ((await tx.connectionAttempt.count({ where: of })) >= attemptsMax)
      throw new HouseError("limit", "You have begun to connect many times. Wait a quarter of an hour.", {
        retryAfterSeconds: 900,
      });
    // Somebody else may have registered meanwhile; the first registration counts.
    const known = await findClient(tx, server.id, issuer.issuer);
    if (!known && !made) throw new HouseError("conflict", "The server was changed meanwhile. Try again.");
    const row = known ?? (made && (await putClient(tx, tenantNo, server.id, made)));
    if (!row) throw new HouseError("internal", "There is no registration to begin with.");
    const { method, secretExpiresAtMs, redirectUri: led } = readRegistered(row);
    // Endpoints move; the registration stays.
    const rest = { method, ...(secretExpiresAtMs === undefined ? {} : { secretExpiresAtMs }) };
    await tx.upstreamClient.update({
      where: { tenantNo_id: { tenantNo, id: row.id } },
      data: { metadata: { ...toRegistered(found, rest), redirectUri: led } },
    });
    await tx.connectionAttempt.create({
      data: {
        tenantNo,
        ...of,
        state: hashSecret(state),
        serverId: server.id,
        upstreamClientId: row.id,
        sessionId,
        sealed: sealAttempt(
          { tenantNo, ...of, serverId: server.id },
          {
            codeVerifier,
            clientId: row.clientId,
            issuer: issuer.issuer,
            namesItself: issuer.namesItself,
            tokenEndpoint: issuer.tokenEndpoint,
            resource,
            url: server.url,
            scopes,
          },
        ),
        returnTo,
        expiresAt: new Date(nowMs() + attemptMs),
      },
    });
    return row;
  });

  const url = new URL(issuer.authorizationEndpoint);
  const parameters = {
    response_type: "code",
    client_id: client.clientId,
    redirect_uri: redirectUri(),
    state,
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
    resource,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
    // OpenID Connect Core §11: offline access is given only where the human is asked.
    ...(scopes.includes("offline_access") ? { prompt: "consent" } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
