import type { ReactNode } from "react";
import { PayloadAccess } from "@/components/audit/payload-access";
import { AppShell } from "@/components/shell/app-shell";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { hasScope, roleScopes } from "@/lib/kernel/scope";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import { signOutAction } from "../../(account)/actions";
import { RememberTenant } from "./_parts/remember-tenant";

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
      user={{ name: user.name, email: user.email, role: here.role }}
      signOut={{ action: signOutAction }}
      hidden={hasScope(roleScopes[here.role], "keys:read") ? [] : ["keys"]}
    >
      <RememberTenant slug={here.slug} />
      <PayloadAccess
        mayRead={hasScope(roleScopes[here.role], "payloads:read")}
        mayErase={hasScope(roleScopes[here.role], "payloads:write")}
      >
        {children}
      </PayloadAccess>
    </AppShell>
  );
}
