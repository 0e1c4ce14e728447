import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { aboutKey } from "./key-view";

/** Revokes an API key: it is worth nothing from the next request on. Throws `not_found`, also when it was revoked before. */
export async function deleteKey(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "keys:write");
  await write(ctx, async (tx, record) => {
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now() } });
    if (count === 0) throw notFound(`The API key "${id}"`);
    const row = await tx.apiKey.findFirstOrThrow({ where: { id } });
    await record({
      type: "key.deleted",
      ...aboutKey(row),
      changes: { before: { name: row.name, scopes: row.scopes, hint: row.hint }, after: null },
    });
  });
}
