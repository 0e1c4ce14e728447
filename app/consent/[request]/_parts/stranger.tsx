import { CenteredPage } from "@/components/shell/centered-page";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RequestTenant } from "@/lib/oauth/authorize/find-request-tenant";
import { switchAccountAction } from "../actions";

/** Signed in, but as nobody whom the environment knows: another account, or an admin. */
export function Stranger({ email, tenant, here }: { email: string; tenant: RequestTenant; here: string }) {
  const where = `${tenant.organization} · ${tenant.name}`;
  return (
    <CenteredPage
      title="This account cannot answer"
      description={`You are signed in as ${email}, whom ${where} does not know as a human that agents may act for.`}
    >
      <div className="grid gap-3">
        <form action={switchAccountAction.bind(null, here)}>
          <SubmitButton size="lg" className="w-full">
            Use another account
          </SubmitButton>
        </form>
        <p className="text-fg-muted">
          Or ask an admin of {tenant.organization} to add {email} under Humans, and to send you an invitation. Then open
          this page again.
        </p>
      </div>
    </CenteredPage>
  );
}
