import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { withoutUndefined } from "../definitions/read-definition";
import { getServerRow } from "./find-server-row";
import { definitionOf, lastAccepted } from "./on-record";

/** The definition of a tool that waits to be accepted, and the one that was last in force; null where none ever was. */
export type ToolReview = { before: Record<string, unknown> | null; after: Record<string, unknown> };

/** What an admin compares before they accept a quarantined tool; null for any other. Throws `not_found`. */
export async function getToolReview(ctx: Ctx, serverKey: string, tool: string): Promise<ToolReview | null> {
  requireScope(ctx, "servers:read");
  const db = tenantClient(ctx.tenant.no);
  const server = await getServerRow(db, serverKey);
  const row = await db.tool.findFirst({ where: { serverId: server.id, name: tool } });
  if (!row) throw notFound(`The tool "${tool}"`);
  if (row.state !== "quarantined") return null;
  const before = await lastAccepted(db, row);
  return { before: before && withoutUndefined(before), after: withoutUndefined(definitionOf(row)) };
}
