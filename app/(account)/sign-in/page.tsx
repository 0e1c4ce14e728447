import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CenteredPage } from "@/components/shell/centered-page";
import { buttonStyle } from "@/components/ui/button-style";
import { toCallbackPath } from "@/lib/console/callback-path";
import { oidcStartUrl } from "@/lib/console/oidc-start";
import { currentUser } from "@/lib/console/session";
import { signInAction } from "../actions";
import { toErrorSentence } from "../sentences";
import { SignInForm } from "./_parts/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const then = toCallbackPath(callbackUrl);
  if (await currentUser()) redirect(then);
  const oidc = oidcStartUrl(then);
  return (
    <CenteredPage title="Sign in to Countersign">
      <SignInForm
        action={signInAction}
        callbackUrl={then}
        error={typeof error === "string" ? toErrorSentence(error) : undefined}
      />
      {oidc !== undefined && (
        <>
          <p className="my-4 flex items-center gap-3 text-fg-subtle text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
          {/* Not a Link: it leaves for another host and must never be fetched ahead. */}
          <a href={oidc.url} className={`${buttonStyle({ variant: "secondary", size: "lg" })} w-full`}>
            Continue with {oidc.name}
          </a>
        </>
      )}
    </CenteredPage>
  );
}
