import type { ReactNode } from "react";
import { PayloadAccess } from "@/components/audit/payload-access";
import { AppShell } from "@/components/shell/app-shell";
import { PagePending } from "@/components/shell/page-pending";
import type { Place } from "@/components/shell/places";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { hasScope, roleScopes, type Scope } from "@/lib/kernel/scope";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import { signOutAction } from "../../(account)/actions";
import { RememberTenant } from "./_parts/remember-tenant";

/** Places that not every role reaches, and what they need. */
const closed: readonly (readonly [Place, Scope])[] = [
  ["keys", "keys:read"],
  ["newInstance", "instances:write"],
  ["newServer", "servers:write"],
  ["newPolicy", "policies:write"],
];

/**
 * The shell around every page of a tenant. It loads names and decides nothing: who is no member gets the page's own answer
 * (not found), bare.
 */
export default async function TenantLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ tenant: string }>;
}) {
  const user = await currentUser();
  const tenants = user ? await listTenantsOf(user.id) : [];
  const { tenant } = await params;
  const here = tenants.find(({ slug }) => slug === tenant);
  if (!user || !here) return children;
  return (
    <AppShell
      tenant={{ slug: here.slug, name: here.name, organization: here.organization.name }}
      tenants={tenants.map(({ slug, name, organization }) => ({
        slug,
        name,
        organization: organization.name,
        href: paths.overview(slug),
      }))}
      user={{ id: user.id, name: user.name, email: user.email, role: here.role }}
      signOut={{ action: signOutAction }}
      hidden={closed.filter(([, needed]) => !hasScope(roleScopes[here.role], needed)).map(([place]) => place)}
    >
      <RememberTenant slug={here.slug} />
      <PayloadAccess
        mayRead={hasScope(roleScopes[here.role], "payloads:read")}
        mayErase={hasScope(roleScopes[here.role], "payloads:write")}
      >
        <PagePending>{children}</PagePending>
      </PayloadAccess>
    </AppShell>
  );
}
