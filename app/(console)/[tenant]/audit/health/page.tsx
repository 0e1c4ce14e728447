import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { getLogHealth } from "@/lib/audit/health/get-log-health";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { ActionButton } from "../../_parts/action-button";
import type { ConsoleProps } from "../../_parts/console-props";
import { CheckLine } from "./_parts/check-line";
import { HealthBadge } from "./_parts/health-badge";
import { HealthFigures } from "./_parts/health-figures";
import { verifyLogAction } from "./actions";

export const metadata = { title: "Health of the log" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "events:read", paths.logHealth(tenant));
  const { state, checks, figures } = await getLogHealth(ctx);
  return (
    <>
      <PageHeader
        title="Health of the log"
        description="Whether everything is written, sealed and kept, and what to do where it is not."
        crumbs={[{ label: "Audit log", href: paths.audit(tenant) }]}
        badge={<HealthBadge state={state} />}
        actions={
          hasScope(ctx.scopes, "checkpoints:read") && (
            <ActionButton
              action={verifyLogAction.bind(null, tenant)}
              fields={{}}
              done="The log was verified."
              icon="proof"
            >
              Verify now
            </ActionButton>
          )
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Card flush>
          <ul aria-label="Checks" className="divide-y divide-line">
            {checks.map((check) => (
              <CheckLine key={check.id} check={check} />
            ))}
          </ul>
        </Card>
        <HealthFigures figures={figures} />
        {hasScope(ctx.scopes, "tenant:read") && (
          <p className="text-fg-muted">
            How long events are kept, and legal holds: <TextLink href={paths.retention(tenant)}>Retention</TextLink>
          </p>
        )}
      </div>
    </>
  );
});
