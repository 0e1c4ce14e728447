import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { deleteServer } from "@/lib/registry/servers/delete-server";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import { endConnections } from "./internal/end-connections";

/** `deleteServer`, and humans' tokens for it are voided where that is offered. Throws `not_found`. */
export async function removeServer(ctx: Ctx, key: string): Promise<void> {
  requireScope(ctx, "servers:write");
  const { id } = await getServerRow(tenantClient(ctx.tenant.no), key);
  await endConnections(ctx, { serverId: id });
  await deleteServer(ctx, key);
}
