import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden } from "@/lib/kernel/errors";

/** Whose look it is: a member's. Throws `forbidden` for anybody else, who has no overview. */
export function lookKey(ctx: Ctx): { tenantNo: number; memberId: string } {
  if (ctx.actor.type !== "member") throw forbidden("Only members have an overview.");
  return { tenantNo: ctx.tenant.no, memberId: ctx.actor.id };
}

/** The row of the asker, locked until the transaction ends: two windows do not undo each other's look. */
export async function lockLook(
  tx: TenantTransaction,
  ctx: Ctx,
): Promise<{ lookedAt: Date; since: Date | null } | null> {
  const { tenantNo, memberId } = lookKey(ctx);
  await tx.$queryRaw`SELECT 1 FROM "last_look" WHERE "tenant_no" = ${tenantNo} AND "member_id" = ${memberId} FOR UPDATE`;
  return tx.lastLook.findUnique({ where: { tenantNo_memberId: { tenantNo, memberId } } });
}
