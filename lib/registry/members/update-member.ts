import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope, roles } from "@/lib/kernel/scope";
import { keepAnOwner, lockMember } from "./keep-an-owner";
import { aboutMember, type MemberView, toMemberView } from "./member-view";
import { requireSway } from "./require-sway";

export const UpdateMemberInput = z.strictObject({ role: z.enum(roles) });
export type UpdateMemberInput = z.infer<typeof UpdateMemberInput>;

/**
 * Gives a member another role, from their next request on. Throws `not_found`, `conflict` when it would demote the last owner,
 * `forbidden` for a role or a reach beyond that of whoever asks.
 */
export async function updateMember(ctx: Ctx, id: string, { role }: UpdateMemberInput): Promise<MemberView> {
  requireScope(ctx, "members:write");
  return write(ctx, async (tx, record) => {
    const before = await lockMember(tx, ctx, id);
    if (before.role === role) {
      record.nothing("The member already had this role.");
      return toMemberView(before);
    }
    await requireSway(tx, ctx, { roles: [before.role, role], tenantOnly: before.tenantNo !== null });
    await keepAnOwner(tx, ctx, before);
    const after = await tx.member.update({ where: { id: before.id }, data: { role }, include: { user: true } });
    await record({
      type: "member.updated",
      ...aboutMember(after),
      changes: { before: { role: before.role }, after: { role } },
    });
    return toMemberView(after);
  });
}
