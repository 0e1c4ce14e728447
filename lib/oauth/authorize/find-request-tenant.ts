import "server-only";
import { database } from "@/lib/db/client";

/** Where a request belongs, for whoever comes with its link: the id names no tenant. */
export type RequestTenant = { slug: string; name: string; organization: string };

/** The tenant of a request, whatever became of it; undefined where there is no such request. */
export async function findRequestTenant(requestId: string): Promise<RequestTenant | undefined> {
  const row = await database().authorizationRequest.findFirst({
    where: { id: requestId },
    select: { tenant: { select: { slug: true, name: true, organization: { select: { name: true } } } } },
  });
  return row ? { ...row.tenant, organization: row.tenant.organization.name } : undefined;
}
