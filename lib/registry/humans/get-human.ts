import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { findHumanRow, getHumanRow } from "./find-human-row";
import { type HumanView, toHumanView } from "./human-view";

/** One human by key, id or e-mail. Throws `not_found`. */
export async function getHuman(ctx: Ctx, ref: string): Promise<HumanView> {
  requireScope(ctx, "humans:read");
  return toHumanView(await getHumanRow(tenantClient(ctx.tenant.no), ref));
}

/** The same; undefined where this tenant has no such human. */
export async function findHuman(ctx: Ctx, ref: string): Promise<HumanView | undefined> {
  requireScope(ctx, "humans:read");
  const row = await findHumanRow(tenantClient(ctx.tenant.no), ref);
  return row && toHumanView(row);
}
