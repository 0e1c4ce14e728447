import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireUser } from "@/lib/console/require-myself";
import { paths } from "@/lib/kernel/paths";
import { humansOfUser } from "@/lib/registry/humans/humans-of-user";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import { MyEnvironment } from "./_parts/my-environment";
import { MyFrame } from "./_parts/my-frame";

export const metadata = { title: "Your agents" };

/**
 * Everything that acts for whoever is signed in, in every environment in which they are a human; and the consoles that they may use
 * as a member. Somebody who is neither yet learns here what is missing.
 */
export default page(async () => {
  const user = await requireUser();
  const [found, tenants] = await Promise.all([humansOfUser(user.id), listTenantsOf(user.id)]);
  // In one environment somebody is one human: the first, as everywhere else.
  const humans = found.filter(({ tenant }, at) => found.findIndex((each) => each.tenant.no === tenant.no) === at);
  return (
    <MyFrame
      user={user}
      tab="agents"
      header={<PageHeader title="Your agents" description={`You are signed in as ${user.email}.`} />}
    >
      {humans.map((of) => (
        <MyEnvironment key={of.tenant.no} of={of} />
      ))}
      <Card title="Your environments" description="Whose console you may use." className="mt-6">
        {tenants.length === 0 ? (
          <EmptyState
            title={humans.length === 0 ? "You are no member of any environment yet" : "You are no member of any"}
            icon="inbox"
          >
            {humans.length === 0
              ? `Ask an owner of the environment to add ${user.email} under Settings → Members, or as a human.`
              : "You need not be: what is yours stands above."}
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
    </MyFrame>
  );
});
