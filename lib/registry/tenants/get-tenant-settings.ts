import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type TenantSettings, toTenantSettings } from "./tenant-settings";

/** The name of the tenant, to whom it belongs, and which of the gateway's own tools are on. Throws `forbidden`. */
export async function getTenantSettings(ctx: Ctx): Promise<TenantSettings> {
  requireScope(ctx, "tenant:read");
  const row = await tenantClient(ctx.tenant.no).tenant.findUniqueOrThrow({
    where: { no: ctx.tenant.no },
    include: { organization: true },
  });
  return toTenantSettings(row);
}
