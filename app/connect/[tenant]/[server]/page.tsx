import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { CenteredPage } from "@/components/shell/centered-page";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { connectFailures, isConnectFailure } from "@/lib/connections/connect-failures";
import { planConnection } from "@/lib/connections/plan-connection";
import { toCallbackPath } from "@/lib/console/callback-path";
import { clientOf } from "@/lib/console/client";
import { findConnectCtx } from "@/lib/console/connect-ctx";
import { page } from "@/lib/console/page";
import { currentUser } from "@/lib/console/session";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { ConnectForm } from "./_parts/connect-form";
import { PlanFacts } from "./_parts/plan-facts";

export const metadata = { title: "Connect your account" };

type Props = {
  params: Promise<{ tenant: string; server: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What connecting an account at a server means, and the way there. */
export default page(async ({ params, searchParams }: Props) => {
  const { tenant, server } = await params;
  const { then, failed } = await searchParams;
  const next = typeof then === "string" ? toCallbackPath(then) : "";
  const user = await currentUser();
  if (!user) redirect(paths.signIn(paths.connect(tenant, server, next === "" ? undefined : next)));
  const ctx = await findConnectCtx(user, tenant, clientOf(await headers()));
  if (!ctx) return <NotAHuman email={user.email} />;

  const plan = await planConnection(ctx, server).catch((error: unknown) => {
    if (isHouseError(error) && error.code === "invalid") return error.message;
    throw error;
  });
  if (typeof plan === "string")
    return (
      <CenteredPage title="Nothing to connect" description={plan}>
        <ButtonLink href={paths.me()} size="lg" className="w-full">
          My agents and connections
        </ButtonLink>
      </CenteredPage>
    );
  const isConnected = plan.status === "connected";
  return (
    <CenteredPage
      title={
        isConnected ? `Your account at ${plan.server.name} is connected` : `Connect your account at ${plan.server.name}`
      }
      description={
        isConnected
          ? "You can close this page and go back to your agent."
          : "Agents that you let use this server act there as you, and never as anybody else."
      }
      foot={`Signed in as ${user.email}`}
      width="md"
    >
      <div className="grid gap-4">
        {typeof failed === "string" && (
          <Notice tone="danger" live>
            {connectFailures[isConnectFailure(failed) ? failed : "refused"]}
          </Notice>
        )}
        {plan.status === "needs_reauth" && (
          <Notice tone="warning" title="This connection has to be authorized again">
            {plan.lastError ?? "Agents cannot use it until then."}
          </Notice>
        )}
        {isConnected && !plan.toolsKnown && (
          <Notice tone="info">The server has not told its tools yet. An administrator can ask it again.</Notice>
        )}
        <PlanFacts plan={plan} />
        <ConnectForm tenant={tenant} then={next} plan={plan} />
      </div>
    </CenteredPage>
  );
});

function NotAHuman({ email }: { email: string }) {
  return (
    <CenteredPage
      title="Nothing to connect here"
      description={`You are signed in as ${email}. No agent acts for you in this environment; ask its administrator to add you under Humans.`}
    >
      <ButtonLink href={paths.me()} size="lg" className="w-full">
        My agents and connections
      </ButtonLink>
    </CenteredPage>
  );
}
