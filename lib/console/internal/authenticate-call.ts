import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden, HouseError, notFound } from "@/lib/kernel/errors";
import { authenticateKey } from "@/lib/registry/keys/authenticate-key";
import type { Client } from "../client";
import { findMemberCtx } from "../member-ctx";
import { currentUser } from "../session";
import { recordAuthRefused } from "./record-auth-refused";
import { isSameOrigin } from "./same-origin";

/**
 * Who calls the API: a key of the path's tenant, or a member of it who is signed in to the console. Where a key is
 * presented, it alone counts. A session changes something only at the hand of our own pages.
 */
export async function authenticateCall(request: Request, tenantSlug: string, client: Client): Promise<Ctx> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return byKey(authorization, tenantSlug, client);

  const user = await currentUser();
  if (!user) throw new HouseError("unauthenticated", "Present an API key: Authorization: Bearer csk_…");
  if (!isReading(request.method) && !isSameOrigin(request.headers))
    throw forbidden("A signed-in browser may change something from the console's own pages only. Use an API key.");
  const ctx = await findMemberCtx(user, tenantSlug, client, "api");
  if (!ctx) throw notFound(`The environment "${tenantSlug}"`);
  return ctx;
}

const isReading = (method: string): boolean => method === "GET" || method === "HEAD";

async function byKey(authorization: string, tenantSlug: string, client: Client): Promise<Ctx> {
  const secret = /^Bearer +(csk_\S+)$/i.exec(authorization.trim())?.[1];
  const key = secret === undefined ? undefined : await authenticateKey(secret);
  if (!key || key.tenant.slug !== tenantSlug) {
    await recordAuthRefused(tenantSlug, key, client);
    throw new HouseError("unauthenticated", `This is not a valid API key of the environment "${tenantSlug}".`);
  }
  return {
    tenant: key.tenant,
    actor: { type: "key", id: key.keyId, name: key.name },
    scopes: key.scopes,
    surface: "api",
    ...client,
  };
}
