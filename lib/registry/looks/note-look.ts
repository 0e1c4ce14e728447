import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { lockLook, lookKey } from "./look-row";
import { afterLook } from "./visit";

export const LookInput = z.strictObject({
  /** As of when was what the member saw: what came after it, they have not seen. */
  at: z.iso.datetime(),
});
export type LookInput = z.infer<typeof LookInput>;

/** The member has looked at the overview. Throws `forbidden` for who is no member. */
export async function noteLook(ctx: Ctx, { at }: LookInput): Promise<void> {
  requireScope(ctx, "events:read");
  const key = lookKey(ctx);
  await write(ctx, async (tx, record) => {
    const looked = afterLook(await lockLook(tx, ctx), new Date(Math.min(Date.parse(at), nowMs())));
    await tx.lastLook.upsert({
      where: { tenantNo_memberId: key },
      create: { ...key, ...looked },
      update: looked,
    });
    record.nothing("That somebody has looked concerns nobody but them, and what they looked at is not kept.");
  });
}
