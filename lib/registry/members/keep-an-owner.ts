import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { type MemberRow, membersHere } from "./member-view";

/** The member, with the organization locked, so that two owners cannot remove each other at the same moment. Throws `not_found`. */
export async function lockMember(tx: TenantTransaction, ctx: Ctx, id: string): Promise<MemberRow> {
  await tx.$queryRaw`SELECT 1 FROM organization WHERE id = ${ctx.tenant.organizationId} FOR UPDATE`;
  const row = await tx.member.findFirst({ where: { id, ...membersHere(ctx) }, include: { user: true } });
  if (!row) throw notFound(`The member "${id}"`);
  return row;
}

/** INVARIANT: an organization has an owner. Throws `conflict` when `member` is the last one whose ownership reaches as far. */
export async function keepAnOwner(tx: TenantTransaction, ctx: Ctx, member: MemberRow): Promise<void> {
  if (member.role !== "owner") return;
  const others = await tx.member.count({
    where: {
      organizationId: ctx.tenant.organizationId,
      role: "owner",
      reach: { in: ["*", member.reach] },
      id: { not: member.id },
    },
  });
  if (others === 0)
    throw conflict("The last owner can be neither removed nor demoted. Make somebody else an owner first.");
}
