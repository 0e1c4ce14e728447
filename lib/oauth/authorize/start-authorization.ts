import "server-only";
import { write } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { readScope } from "../clients/client-metadata";
import type { ClientRow } from "../clients/client-row";
import { readAudience } from "./read-audience";
import { type AuthorizeParams, checkAuthorize } from "./read-authorize";

/** How long a human has to sign in and to answer. */
export const requestMinutes = 10;

/**
 * Stores an authorization request of a client for a human to answer; gives its id. `redirectUri` has been found to be the
 * client's. Throws in the words of RFC 6749 §4.1.2.1 and RFC 8707 §2, all of which may be said to the client.
 */
export async function startAuthorization(
  ctx: Ctx,
  { client, redirectUri, params }: { client: ClientRow; redirectUri: string; params: AuthorizeParams },
): Promise<string> {
  const { codeChallenge } = checkAuthorize(params);
  const audience = await readAudience(ctx, params.resources);
  const id = newId("authorization");
  await write(ctx, async (tx, record) => {
    record.nothing("A question changes nothing until a human has answered it.");
    await tx.authorizationRequest.create({
      data: {
        tenantNo: ctx.tenant.no,
        id,
        oauthClientId: client.id,
        redirectUri,
        state: params.state ?? null,
        codeChallenge,
        // Scopes nobody knows are dropped; without any it is what there is.
        scope: readScope(params.scope) ?? "mcp",
        audience,
        offline: client.metadata.grant_types.includes("refresh_token"),
        ip: ctx.ip,
        userAgent: ctx.userAgent,
        expiresAt: new Date(nowMs() + requestMinutes * 60_000),
      },
    });
  });
  return id;
}
