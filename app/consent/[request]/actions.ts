"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Answered } from "@/components/consent/consent-form";
import type { ActionState } from "@/lib/console/action-state";
import { requireOwnForm } from "@/lib/console/own-form";
import { runAction } from "@/lib/console/run-action";
import { signOut } from "@/lib/console/session";
import { paths } from "@/lib/kernel/paths";
import { approveAuthorization } from "@/lib/oauth/authorize/approve-authorization";
import { getAuthorization } from "@/lib/oauth/authorize/get-authorization";
import { refuseAuthorization } from "@/lib/oauth/authorize/refuse-authorization";
import { requestAccess } from "@/lib/oauth/authorize/request-access";
import { answererOf } from "./_parts/human-of";
import { readAnswer } from "./_parts/read-answer";

/** Allows or refuses, whichever button was pressed. Whatever else the form says, only `allow` allows. */
export async function answerAction(
  requestId: string,
  _: ActionState<Answered>,
  form: FormData,
): Promise<ActionState<Answered>> {
  return runAction(form, async () => {
    const { ctx, sessionId } = await answererOf(requestId);
    if (form.get("answer") !== "allow")
      return { ...(await refuseAuthorization(ctx, requestId, { sessionId })), allowed: false };
    const view = await getAuthorization(ctx, requestId, sessionId);
    const answer = readAnswer(form, view, sessionId);
    return { ...(await approveAuthorization(ctx, requestId, answer)), allowed: true };
  });
}

/** Tells the admins that something is missing. */
export async function requestAccessAction(requestId: string, _: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async () => {
    const { ctx, sessionId } = await answererOf(requestId);
    await requestAccess(ctx, requestId, { sessionId });
  });
}

/** Signs out, and back in as somebody else, on the way to the same request. */
export async function switchAccountAction(then: string): Promise<void> {
  requireOwnForm(await headers());
  await signOut();
  redirect(paths.signIn(then));
}
