import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { type ClientView, clientParts, toClientView } from "./client-view";

/** One OAuth client by its client_id. Throws `not_found`, also for another tenant's. */
export async function getClient(ctx: Ctx, clientId: string): Promise<ClientView> {
  requireScope(ctx, "agents:read");
  const row = await tenantClient(ctx.tenant.no).oAuthClient.findFirst({ where: { clientId }, include: clientParts });
  if (!row) throw notFound(`The OAuth client "${clientId.slice(0, 200)}"`);
  return toClientView(row);
}
