import "server-only";
import { createHash } from "node:crypto";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";
import { getInstanceRow } from "@/lib/registry/instances/get-instance-row";
import { touchClient } from "../clients/touch-client";
import { endFamily, lockInstance } from "./end-family";
import { type GrantAnswer, type GrantRequest, noGrant } from "./grant";
import { issueAccessToken, issueRefreshToken } from "./issue-tokens";
import { narrowAudience } from "./narrow-audience";

/** RFC 7636 §4.1. */
const verifierShape = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * Exchanges an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6). It counts once: whoever presents it again ends the
 * instance that came of it, and of several at the same moment one gets tokens. The code of another client, environment or
 * verifier is none.
 */
export async function exchangeCode(ctx: Ctx, { client, form, ...means }: GrantRequest): Promise<GrantAnswer> {
  const code = form.get("code");
  const verifier = form.get("code_verifier");
  if (code === undefined) return { refused: "invalid_request", text: "code is missing." };
  if (verifier === undefined) return { refused: "invalid_request", text: "code_verifier is missing: PKCE is needed." };
  return write(ctx, async (tx, record): Promise<GrantAnswer> => {
    record.nothing("What a code is exchanged for was recorded when its human agreed.");
    const hash = hashSecret(code);
    const row = await tx.authorizationCode.findFirst({ where: { hash }, include: { request: true } });
    if (!row || row.request.oauthClientId !== client.id) return noGrant("The code is not known here.");
    await lockInstance(tx, ctx.tenant.no, row.instanceId);
    const instance = await getInstanceRow(tx, row.instanceId);

    const before = await tx.authorizationCode.findFirstOrThrow({ where: { hash } });
    if (before.usedAt !== null) {
      await endFamily(tx, record, instance, { token: "authorization_code", firstUsedAt: before.usedAt });
      return noGrant("The code was used before. The agent was disconnected.", instance);
    }
    if (before.expiresAt <= now()) return noGrant("The code has expired.", instance);
    if (!isVerifier(verifier, row.request.codeChallenge))
      return noGrant("code_verifier does not belong to the code.", instance);
    const redirectUri = form.get("redirect_uri");
    if (redirectUri !== undefined && redirectUri !== row.request.redirectUri)
      return noGrant("redirect_uri is another than that of the authorization.", instance);
    if (instance.status === "disconnected") return noGrant("The agent was disconnected.", instance);
    const narrowed = narrowAudience(ctx, row.request.audience, form.resources);
    if (!narrowed) return { refused: "invalid_target", text: "The authorization was for another resource.", instance };

    await tx.authorizationCode.updateMany({ where: { hash }, data: { usedAt: now() } });
    await touchClient(tx, client);
    const { scope, audience, offline } = row.request;
    const issued = { clientId: client.clientId, instance, scope };
    const tokens = await issueAccessToken(tx, ctx, means, { ...issued, ...narrowed });
    if (!offline) return { tokens };
    return { tokens: { ...tokens, refresh_token: await issueRefreshToken(tx, ctx, means, { ...issued, audience }) } };
  });
}

/** Both are as public as their comparison's time: the challenge went through a browser. */
const isVerifier = (verifier: string, challenge: string): boolean =>
  verifierShape.test(verifier) && createHash("sha256").update(verifier).digest("base64url") === challenge;
