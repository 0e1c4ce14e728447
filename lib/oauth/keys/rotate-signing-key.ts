import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { insertKey } from "./signing-key";

/**
 * Signs with a new key from now on, in every process. The old one is published until the last token that it signed has
 * expired; tokens that are out stay good. Gives the new key's id.
 */
export async function rotateSigningKey(ctx: Ctx): Promise<{ kid: string }> {
  requireScope(ctx, "tenant:write");
  return write(ctx, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM tenant WHERE no = ${ctx.tenant.no} FOR NO KEY UPDATE`;
    const before = await tx.signingKey.findFirst({ where: { retiredAt: null } });
    await tx.signingKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: now() } });
    if (!(await insertKey(tx, record, ctx, before?.kid ?? null)))
      record.nothing("Another process made the first key at the same moment.");
    const after = await tx.signingKey.findFirstOrThrow({ where: { retiredAt: null } });
    return { kid: after.kid };
  });
}
