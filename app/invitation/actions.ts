"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ActionState } from "@/lib/console/action-state";
import { clientOf } from "@/lib/console/client";
import { requireOwnForm } from "@/lib/console/own-form";
import { runAction } from "@/lib/console/run-action";
import { currentUser, signInWithPassword, signOut } from "@/lib/console/session";
import { HouseError, invalid } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { acceptInvitation, NewPassword } from "@/lib/registry/invitations/accept-invitation";

/** Makes the account with the password given, ties the human to it, and signs in. */
export async function acceptWithPasswordAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async () => {
    const from = await headers();
    requireOwnForm(from);
    const password = NewPassword.safeParse(form.get("password"));
    if (!password.success) {
      const message = password.error.issues[0]?.message ?? "Use at least 10 characters.";
      throw invalid(message, [{ path: "password", message }]);
    }
    const { email, leadsTo } = await acceptInvitation(tokenOf(form), { password: password.data }, clientOf(from));
    await signInWithPassword(email, password.data);
    redirect(leadsTo);
  });
}

/** Ties the human to the account that is signed in. */
export async function acceptAsMeAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async () => {
    const from = await headers();
    requireOwnForm(from);
    const user = await currentUser();
    if (!user) throw new HouseError("unauthenticated", "Your session has ended. Open the link again.");
    const { leadsTo } = await acceptInvitation(tokenOf(form), { userId: user.id }, clientOf(from));
    redirect(leadsTo);
  });
}

/** Signs out, and comes back to the invitation as nobody. */
export async function switchAccountAction(form: FormData): Promise<void> {
  requireOwnForm(await headers());
  await signOut();
  redirect(paths.invitation(tokenOf(form)));
}

function tokenOf(form: FormData): string {
  const token = form.get("token");
  return typeof token === "string" ? token : "";
}
