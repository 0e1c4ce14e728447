import type { Metadata } from "next";
import { CenteredPage } from "@/components/shell/centered-page";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { isSetupOpen, isSetupToken } from "@/lib/cli/setup-token";
import { paths } from "@/lib/kernel/paths";
import { SetupForm } from "./_parts/setup-form";
import { setupAction } from "./actions";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** The first start: whoever has the operator's link makes the first owner, once. */
export default async function SetupPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const isValid = isSetupToken(token);
  return (
    <CenteredPage
      title="Set up Countersign"
      description="Create your organization, its first environment, and the account of its owner."
    >
      {/* The form stays after it has done its work, because its answer shows the first API key. */}
      {isValid ? (
        <SetupForm action={setupAction} token={String(token)} isOpen={await isSetupOpen()} />
      ) : (
        <Notice tone="warning" title="This link is not valid.">
          The command <code>setup-link</code> prints the right one, as long as nobody can sign in yet. Otherwise,{" "}
          <TextLink href={paths.signIn()}>sign in</TextLink>.
        </Notice>
      )}
    </CenteredPage>
  );
}
