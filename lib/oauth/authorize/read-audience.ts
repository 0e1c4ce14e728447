import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { oauthError } from "../oauth-error";
import { readResource, resourceUrl } from "../resource";

/**
 * The audience that a client asks for (RFC 8707 §2): key of a server, or null for the whole tenant. Who names nothing (older
 * clients, Codex at times) gets the whole tenant, which still holds nothing that its human does not consent to. Throws
 * `invalid_target` for what is no resource here, a server that is not imported, and for several at once.
 */
export async function readAudience(ctx: Ctx, resources: readonly string[]): Promise<string | null> {
  const slug = ctx.tenant.slug;
  const audiences = new Set(
    resources.map((url) => {
      const found = readResource(slug, url);
      if (!found)
        throw oauthError("invalid_target", `${url.slice(0, 200)} is no resource of ${resourceUrl(slug, null)}.`);
      return found.audience;
    }),
  );
  const [audience = null, ...more] = audiences;
  if (more.length > 0)
    throw oauthError("invalid_target", `Ask for one server, or for all of them as ${resourceUrl(slug, null)}.`);
  if (audience === null) return null;
  const server =
    audience.includes("\0") || audience.length > 100
      ? null
      : await tenantClient(ctx.tenant.no).server.findFirst({ where: { key: audience }, select: { id: true } });
  if (!server) throw oauthError("invalid_target", `There is no server "${audience.slice(0, 100)}" here.`);
  return audience;
}
