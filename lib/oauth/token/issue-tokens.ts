import "server-only";
import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { Human, Instance } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { type SigningKey, signingAlgorithm } from "../keys/signing-key";
import { issuerOf, resourceUrl } from "../resource";
import type { OAuthSettings } from "../settings/oauth-settings";

/** What the token endpoint answers (RFC 6749 §5.1). */
export type TokenSet = {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  scope: string;
  refresh_token?: string;
};

/** With what tokens are made: read before the transaction begins. */
export type Means = { key: SigningKey; settings: OAuthSettings };

export type Issued = {
  clientId: string;
  instance: Instance & { human: Human };
  /** Key of a server, or null for the whole tenant. */
  audience: string | null;
  scope: string;
};

/**
 * Makes an access token of an instance: an RFC 9068 JWT that any resource server could read, whose SHA-256 is a row, so that
 * revoking it acts on the next request in every process. The JWT alone opens nothing.
 */
export async function issueAccessToken(
  tx: TenantTransaction,
  { tenant }: Ctx,
  { key, settings }: Means,
  { clientId, instance, audience, scope }: Issued,
): Promise<TokenSet> {
  const issuedAt = Math.floor(nowMs() / 1_000);
  const expiresAt = issuedAt + settings.accessTokenSeconds;
  const token = await new SignJWT({ client_id: clientId, scope, gid: instance.id })
    .setProtectedHeader({ alg: signingAlgorithm, typ: "at+jwt", kid: key.kid })
    .setIssuer(issuerOf(tenant.slug))
    .setSubject(instance.human.key)
    .setAudience(resourceUrl(tenant.slug, audience))
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(randomUUID())
    .sign(key.privateKey);
  await tx.accessToken.create({
    data: {
      tenantNo: tenant.no,
      hash: hashSecret(token),
      instanceId: instance.id,
      kind: "access",
      audience,
      expiresAt: new Date(expiresAt * 1_000),
    },
  });
  return { access_token: token, token_type: "Bearer", expires_in: settings.accessTokenSeconds, scope };
}

/** Makes a refresh token of an instance; its time is counted from now. */
export async function issueRefreshToken(
  tx: TenantTransaction,
  { tenant }: Ctx,
  { settings }: Means,
  { instance, audience, scope }: Issued,
): Promise<string> {
  const token = newSecret("csr");
  await tx.refreshToken.create({
    data: {
      tenantNo: tenant.no,
      hash: hashSecret(token),
      instanceId: instance.id,
      audience,
      scope,
      expiresAt: new Date(nowMs() + settings.refreshTokenDays * 86_400_000),
    },
  });
  return token;
}
