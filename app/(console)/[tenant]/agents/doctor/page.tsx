import { Attempt } from "@/components/doctor/attempt";
import { Live } from "@/components/doctor/live";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { listOnboarding } from "@/lib/oauth/onboarding/list-onboarding";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";

export const metadata = { title: "Connection doctor" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "agents:read", paths.doctor(tenant));
  const client = oneOf(await searchParams, "client")?.slice(0, 2_000) || undefined;
  const { items } = await listOnboarding(ctx, { client });
  const quickstart = (
    <ButtonLink href={paths.quickstart(tenant)} icon="terminal">
      Quickstart
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Agents", href: paths.agents(tenant) }]}
        title="Connection doctor"
        description="Every client on its way in: how far it came, where it stopped, and what to do about it."
        actions={
          <>
            <Live />
            {items.length > 0 && quickstart}
          </>
        }
      />
      {client !== undefined && (
        <p className="pb-3 text-fg-muted [overflow-wrap:anywhere]">
          Attempts of {client} only. <TextLink href={paths.doctor(tenant)}>Show all</TextLink>
        </p>
      )}
      <Card flush>
        {items.length === 0 ? (
          <EmptyState icon="connection" title="No client has tried to connect yet" actions={quickstart}>
            Point a client at the address of a server. Each of its steps appears here as it happens.
          </EmptyState>
        ) : (
          <ul aria-label="Attempts to connect">
            {items.map((attempt, index) => (
              <Attempt key={attempt.id} tenant={tenant} attempt={attempt} open={index === 0} />
            ))}
          </ul>
        )}
      </Card>
      {items.length > 0 && (
        <p className="pt-3 text-fg-muted text-xs">
          The latest 50 attempts of at most 200 that are kept. Times are in UTC.
        </p>
      )}
    </>
  );
});
