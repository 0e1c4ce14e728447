import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { lookKey } from "./look-row";
import { afterLook } from "./visit";

/** From when on the member is told what happened, if they look now (ISO 8601); null on their first visit. Looking moves nothing: `noteLook` does. */
export async function getLastLook(ctx: Ctx): Promise<{ since: string | null }> {
  requireScope(ctx, "events:read");
  const row = await tenantClient(ctx.tenant.no).lastLook.findUnique({ where: { tenantNo_memberId: lookKey(ctx) } });
  return { since: row === null ? null : (afterLook(row, now()).since?.toISOString() ?? null) };
}
