import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type ClientView, clientParts, toClientView } from "./client-view";

export const ListClientsInput = z.strictObject({
  kind: z.enum(["cimd", "dcr", "manual"]).optional(),
  /** Slug. */
  agent: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^cli_[0-9a-z]{26}$/, "belongs to another list")
    .optional(),
});
export type ListClientsInput = z.input<typeof ListClientsInput>;

/** OAuth clients of the tenant, the newest first: all, or those of one kind or agent. Never a secret. */
export async function listClients(
  ctx: Ctx,
  given: ListClientsInput = {},
): Promise<{ items: ClientView[]; nextCursor: string | null }> {
  requireScope(ctx, "agents:read");
  const { kind, agent, limit, cursor } = ListClientsInput.parse(given);
  const rows = await tenantClient(ctx.tenant.no).oAuthClient.findMany({
    where: {
      ...(kind && { kind }),
      ...(agent !== undefined && { agent: { slug: agent } }),
      ...(cursor !== undefined && { id: { lt: cursor } }),
    },
    include: clientParts,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return { items: shown.map(toClientView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
