import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import { lastTenantCookie } from "./(console)/[tenant]/_parts/last-tenant";

/**
 * Leads into the tenant that was looked at last, or the first there is. A user without any has their own pages. The cookie
 * only chooses among the tenants that the user has anyway.
 */
export async function redirectToTenant(here: string, into: (tenant: string) => string): Promise<never> {
  const user = await currentUser();
  if (!user) redirect(paths.signIn(here));
  const tenants = await listTenantsOf(user.id);
  const last = (await cookies()).get(lastTenantCookie)?.value;
  const chosen = tenants.find(({ slug }) => slug === last) ?? tenants[0];
  redirect(chosen ? into(chosen.slug) : paths.me());
}
