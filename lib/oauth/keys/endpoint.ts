import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { answerJson, jsonReply, type OAuthReply, type OAuthRequest } from "../exchange";
import { oauthCtx } from "../oauth-ctx";
import { accessTokenSecondsMax } from "../settings/oauth-settings";

/** Public keys that tokens of the tenant may still be signed with: the current one first (RFC 7517 §5). */
export async function listPublicKeys({ tenant }: Pick<Ctx, "tenant">): Promise<unknown[]> {
  const since = new Date(nowMs() - accessTokenSecondsMax * 1_000);
  const rows = await tenantClient(tenant.no).signingKey.findMany({
    where: { OR: [{ retiredAt: null }, { retiredAt: { gt: since } }] },
    orderBy: { createdAt: "desc" },
  });
  return rows.map((row) => row.publicJwk);
}

/** GET of the key set. A tenant that has not signed anything yet has an empty one. */
export const answerJwks = (request: OAuthRequest): Promise<OAuthReply> =>
  answerJson(request, ["GET", "HEAD"], async () =>
    jsonReply(200, { keys: await listPublicKeys(await oauthCtx(request)) }, { "cache-control": "public, max-age=60" }),
  );
