import "server-only";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";
import { getInstanceRow } from "@/lib/registry/instances/get-instance-row";
import { touchClient } from "../clients/touch-client";
import { endFamily, lockInstance } from "./end-family";
import { type GrantAnswer, type GrantRequest, noGrant } from "./grant";
import { issueAccessToken, issueRefreshToken } from "./issue-tokens";
import { narrowAudience } from "./narrow-audience";
import { openSuccessor, sealSuccessor } from "./successor";

/**
 * Exchanges a refresh token (RFC 6749 §6) for an access token and the next refresh token; the one that was presented is
 * retired. Clients present one several times: a lost answer, several processes that share it, at the same moment or half
 * a minute apart. Within the grace window each of them gets an access token and the *current* refresh token, so that the
 * family has one line; afterwards a retired token ends the family (RFC 9700 §4.14.2).
 */
export async function refreshTokens(ctx: Ctx, { client, form, ...means }: GrantRequest): Promise<GrantAnswer> {
  const token = form.get("refresh_token");
  if (token === undefined) return { refused: "invalid_request", text: "refresh_token is missing." };
  return write(ctx, async (tx, record): Promise<GrantAnswer> => {
    record.nothing("Tokens that are exchanged for new ones change nothing of what the instance may do.");
    const found = await tx.refreshToken.findFirst({ where: { hash: hashSecret(token) } });
    if (!found) return noGrant("The refresh token is not known here.");
    await lockInstance(tx, ctx.tenant.no, found.instanceId);
    const instance = await getInstanceRow(tx, found.instanceId);
    if (instance.oauthClientId !== client.id) return noGrant("The refresh token is not known here.");

    const row = await tx.refreshToken.findFirstOrThrow({ where: { hash: found.hash } });
    if (instance.status === "disconnected" || row.revokedAt !== null)
      return noGrant("The agent was disconnected.", instance);
    if (row.expiresAt !== null && row.expiresAt <= now()) return noGrant("The refresh token has expired.", instance);
    const narrowed = narrowAudience(ctx, row.audience, form.resources);
    if (!narrowed) return { refused: "invalid_target", text: "The authorization was for another resource.", instance };
    const issued = { clientId: client.clientId, instance, scope: row.scope };

    if (row.rotatedAt !== null) {
      const graceEndsMs = row.rotatedAt.getTime() + means.settings.graceSeconds * 1_000;
      if (nowMs() >= graceEndsMs) {
        await endFamily(tx, record, instance, { token: "refresh_token", firstUsedAt: row.rotatedAt });
        return noGrant("The refresh token was used before. The agent was disconnected.", instance);
      }
      const current = await followChain(tx, token);
      if (current === undefined) return noGrant("The refresh token was used before.", instance);
      const tokens = await issueAccessToken(tx, ctx, means, { ...issued, ...narrowed });
      return { tokens: { ...tokens, refresh_token: current } };
    }

    const next = await issueRefreshToken(tx, ctx, means, { ...issued, audience: row.audience });
    await tx.refreshToken.updateMany({
      where: { hash: row.hash },
      data: { rotatedAt: now(), successor: sealSuccessor(token, next) },
    });
    await touchClient(tx, client);
    const tokens = await issueAccessToken(tx, ctx, means, { ...issued, ...narrowed });
    return { tokens: { ...tokens, refresh_token: next } };
  });
}

/** A window holds a few rotations; more would be a loop. */
const stepsMax = 1_000;

/** The token at the end of the line that begins with one that was exchanged. Each opens what came after it. */
async function followChain(tx: TenantTransaction, first: string): Promise<string | undefined> {
  let token = first;
  for (let step = 0; step < stepsMax; step += 1) {
    const row = await tx.refreshToken.findFirst({ where: { hash: hashSecret(token) } });
    if (!row) return undefined;
    if (row.rotatedAt === null) return token;
    if (row.successor === null) return undefined;
    token = openSuccessor(token, row.successor);
  }
  return undefined;
}
