import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";

type Named = { no: number; slug: string; name: string };

/** What an event that is about a whole tenant says of it. */
export const aboutTenant = ({ no, slug, name }: Named) => ({
  resource: { type: "tenant", key: slug, name },
  refs: { resource: { id: `tenant:${no}`, key: slug } },
});

/** The same of the tenant that somebody asks in. */
export async function namedTenant(ctx: Ctx): Promise<ReturnType<typeof aboutTenant>> {
  const { no, slug } = ctx.tenant;
  const row = await tenantClient(no).tenant.findUnique({ where: { no }, select: { name: true } });
  return aboutTenant({ no, slug, name: row?.name ?? slug });
}
