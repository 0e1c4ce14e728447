import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { findTenant } from "@/lib/registry/tenants/find-tenant";

/** The operator at the command line, in one tenant. Throws `not_found`. */
export async function cliCtx(tenantSlug: string): Promise<Ctx> {
  const tenant = await findTenant(tenantSlug);
  if (!tenant) throw notFound(`The environment "${tenantSlug}"`);
  const { no, slug, organizationId } = tenant;
  return {
    tenant: { no, slug, organizationId },
    actor: { type: "system", id: "cli", name: "Command line" },
    scopes: ["*"],
    surface: "cli",
    requestId: newId("request"),
    ip: null,
    userAgent: null,
  };
}
