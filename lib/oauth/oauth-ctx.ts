import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import type { OAuthClientFacts } from "./exchange";

type From = OAuthClientFacts & { tenant: string };

/** The authorization server itself at work for a request. Throws `not_found` for a tenant that does not exist. */
export async function oauthCtx({ tenant, requestId, ip, userAgent }: From): Promise<Ctx> {
  const found = tenant.length > 100 || tenant.includes("\0") ? undefined : await findTenant(tenant);
  if (!found) throw notFound("This environment");
  return {
    tenant: { no: found.no, slug: found.slug, organizationId: found.organizationId },
    actor: { type: "system", id: "oauth", name: "Authorization server" },
    scopes: [],
    surface: "mcp",
    requestId,
    ip,
    userAgent,
  };
}

/** The same request, on behalf of a client that is known by now. */
export const asClient = (ctx: Ctx, client: { clientId: string; agent: { name: string } }): Ctx => ({
  ...ctx,
  actor: { type: "agent", id: `agent|${client.clientId}`, name: client.agent.name },
});
