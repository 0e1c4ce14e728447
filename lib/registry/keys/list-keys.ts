import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type KeyView, toKeyView } from "./key-view";

export const ListKeysInput = z.strictObject(pageInput);
export type ListKeysInput = z.infer<typeof ListKeysInput>;

/** API keys that are not revoked, the newest first. */
export async function listKeys(ctx: Ctx, { limit, cursor }: ListKeysInput = {}): Promise<Page<KeyView>> {
  requireScope(ctx, "keys:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).apiKey.findMany({
    where: { revokedAt: null, ...(after === undefined ? {} : { id: { lt: after } }) },
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toKeyView);
}
