import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";

/** How many days a consent may last here at most; null: without an end. Whoever may consent may know it. */
export async function consentDaysOf(ctx: Ctx): Promise<number | null> {
  const settings = await tenantClient(ctx.tenant.no).oAuthSettings.findFirst({ select: { consentDays: true } });
  return settings?.consentDays ?? null;
}
