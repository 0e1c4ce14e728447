import "server-only";
import { database } from "@/lib/db/client";

/** Every tenant of the installation, by slug. For the operator's command line, not for any member. */
export async function listTenants(): Promise<{ slug: string; name: string; organization: string }[]> {
  const rows = await database().tenant.findMany({ include: { organization: true }, orderBy: { slug: "asc" } });
  return rows.map((row) => ({ slug: row.slug, name: row.name, organization: row.organization.slug }));
}
