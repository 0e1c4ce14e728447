import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { deleteHuman } from "@/lib/registry/humans/delete-human";
import { getHumanRow } from "@/lib/registry/humans/find-human-row";
import { endConnections } from "./internal/end-connections";

/** `deleteHuman`, and their tokens at upstream servers are voided where that is offered. Throws `not_found`. */
export async function removeHuman(ctx: Ctx, ref: string): Promise<void> {
  requireScope(ctx, "humans:write");
  const { id } = await getHumanRow(tenantClient(ctx.tenant.no), ref);
  await endConnections(ctx, { humanId: id });
  await deleteHuman(ctx, id);
}
