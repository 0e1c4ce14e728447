"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { disconnectMine } from "@/lib/connections/disconnect-mine";
import type { ActionState } from "@/lib/console/action-state";
import { endMyOtherSessions, endMySession } from "@/lib/console/end-my-sessions";
import { myAction } from "@/lib/console/my-action";
import { runAction } from "@/lib/console/run-action";
import { currentUser } from "@/lib/console/session";
import { HouseError, invalid } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { expiryFromNow } from "@/lib/oauth/authorize/expiries";
import { levels } from "@/lib/policy/level";
import { ExcludeMyToolInput, excludeMyTool } from "@/lib/registry/mine/exclude-my-tool";
import { RevokeMyConsentInput, revokeMyConsent } from "@/lib/registry/mine/revoke-my-consent";
import { revokeMyInstance } from "@/lib/registry/mine/revoke-my-instance";
import { setMyConsent } from "@/lib/registry/mine/set-my-consent";
import { setMyPause } from "@/lib/registry/mine/set-my-pause";
import { TimeBoxInput, timeBoxMyInstance } from "@/lib/registry/mine/time-box-my-instance";
import { CreateReportInput, createReport } from "@/lib/registry/reports/create-report";

const Id = z.string().min(1).max(100);

export const pauseAction = myAction({
  input: z.strictObject({ instance: Id, paused: z.enum(["true", "false"]) }),
  run: (ctx, { instance, paused }) => setMyPause(ctx, { instance, paused: paused === "true" }),
});

export const revokeAction = myAction({
  input: z.strictObject({ instance: Id }),
  run: (ctx, { instance }) => revokeMyInstance(ctx, instance),
});

/** Lowers and raises. `lasts`: how long it is given for from now on; without it the end stays. */
export const consentAction = myAction({
  input: z.strictObject({
    instance: Id,
    server: Id,
    level: z.enum(levels).optional(),
    lasts: z.string().max(10).optional(),
  }),
  run: (ctx, { lasts, ...terms }) => setMyConsent(ctx, { ...terms, expiresAt: toEnd(lasts) }),
});

function toEnd(lasts: string | undefined): string | null | undefined {
  if (lasts === undefined) return undefined;
  const end = expiryFromNow(lasts);
  if (end !== undefined) return end;
  throw invalid("Choose how long.", [{ path: "lasts", message: "is no length" }]);
}

export const takeAwayAction = myAction({
  input: RevokeMyConsentInput,
  run: async (ctx, input) => {
    await revokeMyConsent(ctx, input);
  },
});

export const toolAction = myAction({ input: ExcludeMyToolInput, run: excludeMyTool });

export const timeBoxAction = myAction({ input: TimeBoxInput, run: timeBoxMyInstance });

export const reportAction = myAction({ input: CreateReportInput, run: createReport });

/** Ends one's own account at a server; agents cannot use it there any more. */
export const endConnectionAction = myAction({
  input: z.strictObject({ server: Id }),
  run: (ctx, { server }) => disconnectMine(ctx, server),
});

/** Ends one of the signed-in person's own sessions; the one they are in leads to sign-in. */
export async function endSessionAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async (read) => {
    const user = await requireSignedIn();
    const { session } = read(z.strictObject({ session: Id }));
    await endMySession(user, session);
    if (session === user.sessionId) redirect(paths.signIn(paths.mySessions()));
    revalidatePath(paths.mySessions());
  });
}

/** Ends all of them but the one they are in. */
export async function endOtherSessionsAction(_: ActionState, form: FormData): Promise<ActionState> {
  return runAction(form, async () => {
    await endMyOtherSessions(await requireSignedIn());
    revalidatePath(paths.mySessions());
  });
}

async function requireSignedIn() {
  const user = await currentUser();
  if (!user) throw new HouseError("unauthenticated", "Your session has ended. Sign in again.");
  return user;
}
