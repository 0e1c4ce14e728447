"use server";

import { redirect } from "next/navigation";
import type { ActionState } from "@/lib/console/action-state";
import { toCallbackPath } from "@/lib/console/callback-path";
import { signInWithPassword, signOut } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { toWaitSentence, wrongSentence } from "./sentences";

/** Signs in with e-mail and password and goes where the person wanted to go. */
export async function signInAction(_: ActionState, form: FormData): Promise<ActionState> {
  const email = form.get("email");
  const check = await signInWithPassword(email, form.get("password"));
  if (check.ok) redirect(toCallbackPath(form.get("callbackUrl")));
  return {
    ok: false,
    message: check.why === "throttled" ? toWaitSentence(check.waitSeconds) : wrongSentence,
    fields: {},
    values: typeof email === "string" ? { email } : {},
  };
}

/** Ends the session and goes to sign-in. The action of every "Sign out". */
export async function signOutAction(): Promise<void> {
  await signOut();
  redirect(paths.signIn());
}
