import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { Activity } from "../_parts/activity";
import type { ConsoleProps } from "../_parts/console-props";

export const metadata = { title: "Audit log" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "events:read", paths.audit(tenant));
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Everything agents did, tried and were refused, and every change to what they may do."
        actions={
          <ButtonLink href={paths.logHealth(tenant)} icon="activity">
            Health of the log
          </ButtonLink>
        }
      />
      <Activity
        ctx={ctx}
        path={paths.audit(tenant)}
        query={await searchParams}
        empty={
          <EmptyState
            icon="log"
            title="Nothing has been recorded yet"
            actions={<ButtonLink href={paths.newInstance(tenant)}>Connect an agent</ButtonLink>}
          >
            Every tool call and every change in this console becomes an event here.
          </EmptyState>
        }
      />
    </>
  );
});
