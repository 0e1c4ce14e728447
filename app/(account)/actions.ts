"use server";

import { redirect } from "next/navigation";
import type { ActionState } from "@/lib/console/action-state";
import { toCallbackPath } from "@/lib/console/callback-path";
import { runAction } from "@/lib/console/run-action";
import { signInWithPassword, signOut } from "@/lib/console/session";
import { HouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { toWaitSentence, wrongSentence } from "./sentences";

/** Signs in with e-mail and password and goes where the person wanted to go. */
export async function signInAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async () => {
    const check = await signInWithPassword(form.get("email"), form.get("password"));
    if (check.ok) redirect(toCallbackPath(form.get("callbackUrl")));
    throw check.why === "throttled"
      ? new HouseError("limit", toWaitSentence(check.waitSeconds))
      : new HouseError("unauthenticated", wrongSentence);
  });
}

/** Ends the session and goes to sign-in. The action of every "Sign out". */
export async function signOutAction(): Promise<void> {
  await signOut();
  redirect(paths.signIn());
}
