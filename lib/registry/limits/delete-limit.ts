import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { aboutLimit, limitParts, recordedLimit } from "./limit-view";
import { raiseLimitsVersion } from "./raise-limits-version";

/** Takes a limit back, from the next call on. Throws `not_found`. */
export async function deleteLimit(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "tenant:write");
  await write(ctx, async (tx, record) => {
    const limit = await tx.callLimit.findFirst({ where: { id }, include: limitParts });
    const { count } = await tx.callLimit.deleteMany({ where: { id } });
    if (!limit || count === 0) throw notFound(`The limit "${id}"`);
    await raiseLimitsVersion(tx, ctx.tenant.no);
    await record({
      type: "limit.deleted",
      ...aboutLimit(limit),
      changes: { before: recordedLimit(limit), after: null },
    });
  });
}
