import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";

export type TenantView = Ctx["tenant"] & { name: string; organization: { slug: string; name: string } };

/** The tenant of a URL, or undefined. Decides nothing about who may see it. */
export async function findTenant(slug: string): Promise<TenantView | undefined> {
  const row = await database().tenant.findUnique({ where: { slug }, include: { organization: true } });
  if (!row) return undefined;
  const { no, name, organizationId, organization } = row;
  return {
    no,
    slug: row.slug,
    organizationId,
    name,
    organization: { slug: organization.slug, name: organization.name },
  };
}
