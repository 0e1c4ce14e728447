"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { disconnectMine } from "@/lib/connections/disconnect-mine";
import { startConnection } from "@/lib/connections/start-connection";
import type { ActionState } from "@/lib/console/action-state";
import { toCallbackPath } from "@/lib/console/callback-path";
import { clientOf } from "@/lib/console/client";
import { findConnectCtx } from "@/lib/console/connect-ctx";
import { runAction } from "@/lib/console/run-action";
import { currentUser } from "@/lib/console/session";
import { HouseError, notFound } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";

/** Leaves for the authorization server of the upstream. Who asks is looked up anew: what the action is bound to decides nothing. */
export async function connectAction(
  tenant: string,
  server: string,
  then: string,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return runAction(form, async () => {
    const { user, ctx } = await requireOwn(tenant);
    const returnTo = then === "" ? "" : toCallbackPath(then);
    redirect(await startConnection(ctx, server, { sessionId: user.sessionId, returnTo }));
  });
}

/** Ends the human's own connection. */
export async function disconnectMineAction(
  tenant: string,
  server: string,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return runAction(form, async () => {
    const { ctx } = await requireOwn(tenant);
    await disconnectMine(ctx, server);
    redirect(paths.connect(tenant, server));
  });
}

async function requireOwn(tenant: string) {
  const user = await currentUser();
  if (!user) throw new HouseError("unauthenticated", "Your session has ended. Sign in again.");
  const ctx = await findConnectCtx(user, tenant, clientOf(await headers()));
  if (!ctx) throw notFound(`The environment "${tenant}"`);
  return { user, ctx };
}
