import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CenteredPage } from "@/components/shell/centered-page";
import { SubmitButton } from "@/components/ui/submit-button";
import { currentUser } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { signOutAction } from "../actions";

export const metadata: Metadata = { title: "Sign out" };

/** Asks first: a link alone must not sign anybody out. */
export default async function SignOutPage() {
  const user = await currentUser();
  if (!user) redirect(paths.signIn());
  return (
    <CenteredPage title="Sign out?" description={`You are signed in as ${user.email}.`}>
      <form action={signOutAction}>
        <SubmitButton size="lg" className="w-full">
          Sign out
        </SubmitButton>
      </form>
    </CenteredPage>
  );
}
