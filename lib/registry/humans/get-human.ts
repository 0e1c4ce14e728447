import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "./find-human-row";
import { type HumanView, toHumanView } from "./human-view";

/** One human by key, id or e-mail. Throws `not_found`. */
export async function getHuman(ctx: Ctx, ref: string): Promise<HumanView> {
  requireScope(ctx, "humans:read");
  return toHumanView(await getHumanRow(tenantClient(ctx.tenant.no), ref));
}
