import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { ClientCard } from "@/components/consent/client-card";
import { ConsentForm } from "@/components/consent/consent-form";
import { choiceBefore } from "@/components/consent/levels-offered";
import { NothingGranted } from "@/components/consent/nothing-granted";
import { ServerOffer } from "@/components/consent/server-offer";
import { Terms } from "@/components/consent/terms";
import { AccountShell } from "@/components/shell/account-shell";
import { PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { clientOf } from "@/lib/console/client";
import { findHumanCtx } from "@/lib/console/human-ctx";
import { page } from "@/lib/console/page";
import { currentUser } from "@/lib/console/session";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { findRequestTenant } from "@/lib/oauth/authorize/find-request-tenant";
import { type AuthorizationView, getAuthorization } from "@/lib/oauth/authorize/get-authorization";
import { listHelpers } from "@/lib/registry/members/list-helpers";
import { signOutAction } from "../../(account)/actions";
import { Stranger } from "./_parts/stranger";
import { answerAction, requestAccessAction } from "./actions";

export const metadata = { title: "Let an agent act for you", referrer: "same-origin" as const };

type Props = { params: Promise<{ request: string }>; searchParams: Promise<{ server?: string | string[] }> };

/** An agent asks to act for somebody: who it is, what it could do, and the answer (DESIGN §6). */
export default page(async ({ params, searchParams }: Props) => {
  const { request } = await params;
  const { server } = await searchParams;
  const only = typeof server === "string" ? server : undefined;
  const here = `${paths.consent(request)}${only === undefined ? "" : `?${new URLSearchParams({ server: only })}`}`;
  const user = await currentUser();
  if (!user) redirect(paths.signIn(here));
  const tenant = await findRequestTenant(request);
  if (!tenant) notFound();
  const ctx = await findHumanCtx(user, tenant.slug, clientOf(await headers()));
  if (!ctx) return <Stranger email={user.email} tenant={tenant} here={here} />;

  const found = await openOrClosed(ctx, request, user.sessionId);
  const view = "view" in found ? found.view : undefined;
  const agent = view?.client.name ?? "the agent";
  const where = `${tenant.organization} · ${tenant.name}`;
  const suspended = view !== undefined && (view.human.suspended || view.agent.suspended);
  const isEmpty = view !== undefined && view.offers.length === 0;
  return (
    <AccountShell user={{ name: user.name, email: user.email }} signOut={{ action: signOutAction }}>
      <div className="mx-auto max-w-3xl">
        <PageHeader
          title={view === undefined ? "An agent's request" : `Let ${agent} act for you?`}
          description={`You answer as ${view?.human.name ?? user.email} in ${where}.`}
        />
        {view !== undefined && isEmpty && !suspended && (
          <div className="pb-4">
            <NothingGranted
              action={requestAccessAction.bind(null, request)}
              server={view.audience ?? undefined}
              helpers={await listHelpers(ctx)}
            />
          </div>
        )}
        <ConsentForm
          action={answerAction.bind(null, request)}
          agent={agent}
          closed={"closed" in found ? found.closed : undefined}
          mayAllow={!isEmpty && !suspended}
        >
          {view !== undefined && (
            <>
              {suspended && (
                <Notice tone="danger" title="This cannot be allowed">
                  An admin has suspended {view.human.suspended ? "you" : view.agent.name} here.
                </Notice>
              )}
              <ClientCard client={view.client} where={where} />
              {!isEmpty && !suspended && <Offers view={view} only={only} here={here} />}
            </>
          )}
        </ConsentForm>
      </div>
    </AccountShell>
  );
});

function Offers({ view, only, here }: { view: AuthorizationView; only: string | undefined; here: string }) {
  // A link to one server begins with that one, and with nothing for the others.
  const isNamed = view.offers.some(({ key }) => key === only);
  const offers = isNamed
    ? [...view.offers].sort((a, b) => Number(b.key === only) - Number(a.key === only))
    : view.offers;
  return (
    <>
      <div>
        <h2 className="pt-2 font-semibold text-base">What it may do</h2>
        <p className="text-fg-muted">
          Choose how much for each server. Policies still decide each call, and you can lower, pause or end this at any
          time.
        </p>
      </div>
      {offers.map((offer) => (
        <ServerOffer
          key={offer.key}
          tenant={view.tenant.slug}
          offer={offer}
          chosen={isNamed && offer.key !== only ? "none" : choiceBefore(offer)}
          here={here}
        />
      ))}
      <Terms view={view} />
    </>
  );
}

/** A request that was answered or has expired is no error of the page: it says so. */
async function openOrClosed(
  ctx: Ctx,
  request: string,
  sessionId: string,
): Promise<{ view: AuthorizationView } | { closed: string }> {
  try {
    return { view: await getAuthorization(ctx, request, sessionId) };
  } catch (error) {
    if (isHouseError(error) && error.code === "conflict") return { closed: error.message };
    throw error;
  }
}
