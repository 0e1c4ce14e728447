import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";

/** A human that an account may speak for, with their environment. */
export type HumanOfUser = {
  tenant: Ctx["tenant"];
  tenantName: string;
  organizationName: string;
  human: { id: string; key: string; email: string | null; name: string | null; status: "active" | "suspended" };
};

/**
 * The humans that an account may speak for. One that an invitation tied to an account belongs to it alone. Any other belongs to the
 * account of its e-mail, where that e-mail was verified by an identity provider or the environment's organization itself has made
 * the account a member: an account that another organization made proves nothing here. `tenantSlug` narrows it to one.
 */
export async function humansOfUser(userId: string, tenantSlug?: string): Promise<HumanOfUser[]> {
  const user = await database().user.findUnique({ where: { id: userId }, include: { members: true } });
  if (!user) return [];
  const rows = await database().human.findMany({
    where: {
      OR: [{ userId }, { userId: null, email: { equals: user.email, mode: "insensitive" } }],
      ...(tenantSlug !== undefined && { tenant: { slug: tenantSlug } }),
    },
    include: { tenant: { include: { organization: true } } },
    // Where one is tied to the account and another has its e-mail, the tied one comes first.
    orderBy: [{ userId: { sort: "asc", nulls: "last" } }, { id: "asc" }],
  });
  return rows
    .filter(
      ({ userId: tied, tenantNo, tenant }) =>
        tied === userId ||
        user.emailVerified !== null ||
        user.members.some(
          (member) => member.organizationId === tenant.organizationId && (member.tenantNo ?? tenantNo) === tenantNo,
        ),
    )
    .map(({ tenant, id, key, email, name, status }) => ({
      tenant: { no: tenant.no, slug: tenant.slug, organizationId: tenant.organizationId },
      tenantName: tenant.name,
      organizationName: tenant.organization.name,
      human: { id, key, email, name, status },
    }))
    .sort((a, b) => a.tenant.slug.localeCompare(b.tenant.slug));
}
