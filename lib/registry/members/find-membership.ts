import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Role } from "@/lib/kernel/scope";

export type Membership = { ctxTenant: Ctx["tenant"]; role: Role; memberId: string };

/**
 * The role of a user in the tenant of a URL; undefined where they have none, and where there is no such tenant.
 * A role for this tenant alone counts before one for the whole organization, whichever is higher.
 */
export async function findMembership(userId: string, tenantSlug: string): Promise<Membership | undefined> {
  const tenant = await database().tenant.findUnique({
    where: { slug: tenantSlug },
    select: {
      no: true,
      slug: true,
      organizationId: true,
      organization: { select: { members: { where: { userId }, select: { id: true, role: true, reach: true } } } },
    },
  });
  if (!tenant) return undefined;
  const { organization, ...ctxTenant } = tenant;
  const member =
    organization.members.find(({ reach }) => reach === String(tenant.no)) ??
    organization.members.find(({ reach }) => reach === "*");
  return member && { ctxTenant, role: member.role, memberId: member.id };
}
