import { redirect } from "next/navigation";
import { AccountShell } from "@/components/shell/account-shell";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import { signOutAction } from "../(account)/actions";
import { UnderMyAuthority } from "./_parts/under-my-authority";

export const metadata = { title: "Your environments" };

/** Where a signed-in person can go. Somebody who was made a user and no member yet learns here what is missing. */
export default page(async () => {
  const user = await currentUser();
  if (!user) redirect(paths.signIn(paths.me()));
  const tenants = await listTenantsOf(user.id);
  return (
    <AccountShell user={{ name: user.name, email: user.email }} signOut={{ action: signOutAction }}>
      <PageHeader title="Your environments" description={`You are signed in as ${user.email}.`} />
      <Card>
        {tenants.length === 0 ? (
          <EmptyState title="You are no member of any environment yet" icon="inbox">
            Ask an owner of the environment to add {user.email} under Settings → Members.
          </EmptyState>
        ) : (
          <ul className="grid gap-2">
            {tenants.map(({ slug, name, organization, role }) => (
              <li key={slug} className="flex flex-wrap items-center gap-2">
                <TextLink href={paths.overview(slug)}>
                  {organization.name} · {name}
                </TextLink>
                <Badge>{role}</Badge>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {tenants.map(({ slug, name, organization }) => (
        <UnderMyAuthority key={slug} tenant={slug} name={`${organization.name} · ${name}`} email={user.email} />
      ))}
    </AccountShell>
  );
});
