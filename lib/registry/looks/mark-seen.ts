import "server-only";
import { write } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { lockLook, lookKey } from "./look-row";
import type { LookInput } from "./note-look";

/** The member has seen what happened until `at`, and wants to be told of what comes after it. Throws `forbidden` for who is no member. */
export async function markSeen(ctx: Ctx, { at }: LookInput): Promise<void> {
  requireScope(ctx, "events:read");
  const key = lookKey(ctx);
  await write(ctx, async (tx, record) => {
    const before = await lockLook(tx, ctx);
    const since = new Date(Math.min(Date.parse(at), nowMs()));
    const looked = { since, lookedAt: before !== null && before.lookedAt > since ? before.lookedAt : since };
    await tx.lastLook.upsert({
      where: { tenantNo_memberId: key },
      create: { ...key, ...looked },
      update: looked,
    });
    record.nothing("What somebody has seen concerns nobody but them.");
  });
}
