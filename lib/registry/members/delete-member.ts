import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { keepAnOwner, lockMember } from "./keep-an-owner";
import { aboutMember, recordedMember } from "./member-view";
import { requireSway } from "./require-sway";

/**
 * Takes a member's role away, from their next request on; the account stays, because it may serve elsewhere.
 * Throws `not_found`, `conflict` for the last owner, `forbidden` for a role or a reach beyond that of whoever asks.
 */
export async function deleteMember(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "members:write");
  await write(ctx, async (tx, record) => {
    const member = await lockMember(tx, ctx, id);
    await requireSway(tx, ctx, { roles: [member.role], tenantOnly: member.tenantNo !== null });
    await keepAnOwner(tx, ctx, member);
    await tx.member.delete({ where: { id: member.id } });
    await record({
      type: "member.deleted",
      ...aboutMember(member),
      changes: { before: recordedMember(member), after: null },
    });
  });
}
