import { CenteredPage } from "@/components/shell/centered-page";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { oidcStartUrl } from "@/lib/console/oidc-start";
import { page } from "@/lib/console/page";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { findInvitation } from "@/lib/registry/invitations/find-invitation";
import { AcceptForm } from "./_parts/accept-form";
import { acceptAsMeAction, acceptWithPasswordAction, switchAccountAction } from "./actions";

export const metadata = { title: "Invitation", referrer: "same-origin" as const };

type Props = { params: Promise<Record<string, never>>; searchParams: Promise<{ token?: string | string[] }> };

/** Somebody was invited to be the account behind a human: they make one, or take the one that they have. */
export default page(async ({ searchParams }: Props) => {
  const { token } = await searchParams;
  const found = typeof token === "string" ? await findInvitation(token) : undefined;
  if (!found || typeof token !== "string")
    return (
      <CenteredPage title="This invitation does not count any more">
        <Notice tone="warning">
          It was used, replaced by a newer one, or is too old. Ask your admin for another, or{" "}
          <TextLink href={paths.signIn()}>sign in</TextLink>.
        </Notice>
      </CenteredPage>
    );
  const user = await currentUser();
  const here = paths.invitation(token);
  const oidc = oidcStartUrl(here);
  return (
    <CenteredPage
      title={`Welcome to ${found.organizationName}`}
      description={`You are invited as ${found.human.name ?? found.email}: agents in ${found.organizationName} · ${found.tenantName} may act for you, and you decide how far.`}
    >
      <div className="grid gap-3">
        {user ? (
          <>
            <AcceptForm action={acceptAsMeAction} token={token} email={user.email} isNew={false} />
            <form action={switchAccountAction}>
              <input type="hidden" name="token" value={token} />
              <SubmitButton variant="secondary" size="lg" className="w-full">
                Use another account
              </SubmitButton>
            </form>
          </>
        ) : (
          <>
            {found.hasAccount ? (
              <>
                <p className="text-fg-muted">{found.email} has an account already. Sign in with it to accept.</p>
                <ButtonLink href={paths.signIn(here)} variant="primary" size="lg" className="w-full">
                  Sign in
                </ButtonLink>
              </>
            ) : (
              <AcceptForm action={acceptWithPasswordAction} token={token} email={found.email} isNew />
            )}
            {oidc !== undefined && (
              // Not a Link: it leaves for another host and must never be fetched ahead.
              <a href={oidc.url} className="justify-self-center underline underline-offset-3">
                Continue with {oidc.name}
              </a>
            )}
          </>
        )}
      </div>
    </CenteredPage>
  );
});
