import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden } from "@/lib/kernel/errors";
import { type Role, roleScopes } from "@/lib/kernel/scope";

/**
 * Managing members must not be a way to more power. Throws `forbidden` when a role holds more than whoever asks has, and when a
 * membership reaches beyond this tenant although the asker's own does not: an API key never does, a member does by their row.
 */
export async function requireSway(
  tx: TenantTransaction,
  ctx: Ctx,
  { roles, tenantOnly }: { roles: readonly Role[]; tenantOnly: boolean },
): Promise<void> {
  const everything = ctx.scopes.includes("*");
  for (const role of roles)
    if (!everything && !roleScopes[role].every((scope) => ctx.scopes.includes(scope)))
      throw forbidden(`Managing a member with the role ${role} needs every permission of that role.`);
  if (!tenantOnly && !(await reachesBeyond(tx, ctx)))
    throw forbidden("Only somebody whose own role holds in the whole organization can manage such a member.");
}

async function reachesBeyond(tx: TenantTransaction, { actor, tenant }: Ctx): Promise<boolean> {
  if (actor.type === "system") return true;
  if (actor.type === "key") return false;
  const where = { id: actor.id, organizationId: tenant.organizationId, reach: "*" };
  return (await tx.member.findFirst({ where, select: { id: true } })) !== null;
}
