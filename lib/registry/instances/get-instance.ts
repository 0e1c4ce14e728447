import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getInstanceRow } from "./get-instance-row";
import { type InstanceView, toInstanceView } from "./instance-view";

/** One instance with its consents. Throws `not_found`. */
export async function getInstance(ctx: Ctx, id: string): Promise<InstanceView> {
  requireScope(ctx, "instances:read");
  return toInstanceView(await getInstanceRow(tenantClient(ctx.tenant.no), id));
}
