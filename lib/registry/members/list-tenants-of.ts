import "server-only";
import { database } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/scope";

export type TenantOfUser = { slug: string; name: string; organization: { slug: string; name: string }; role: Role };

/** Every tenant that a user has a role in, by organization and name; the role as `findMembership` gives it. */
export async function listTenantsOf(userId: string): Promise<TenantOfUser[]> {
  const members = await database().member.findMany({
    where: { userId },
    include: { organization: { include: { tenants: true } } },
  });
  const found = new Map<number, TenantOfUser>();
  // The narrow roles come last and so replace the wide ones.
  for (const { reach, role, organization } of members.sort((a, b) => Number(b.reach === "*") - Number(a.reach === "*")))
    for (const { no, slug, name } of organization.tenants)
      if (reach === "*" || reach === String(no))
        found.set(no, { slug, name, organization: { slug: organization.slug, name: organization.name }, role });
  const label = ({ organization, name }: TenantOfUser) => `${organization.name}\n${name}`;
  return [...found.values()].sort((a, b) => label(a).localeCompare(label(b)));
}
