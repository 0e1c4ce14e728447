import "server-only";
import { headers } from "next/headers";
import { clientOf } from "@/lib/console/client";
import { findHumanCtx } from "@/lib/console/human-ctx";
import { requireOwnForm } from "@/lib/console/own-form";
import { currentUser } from "@/lib/console/session";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, notFound } from "@/lib/kernel/errors";
import { findRequestTenant } from "@/lib/oauth/authorize/find-request-tenant";

/** Who answers, as the human that they are where the request belongs, and in which session. Asked anew for every form that is sent. */
export async function answererOf(requestId: string): Promise<{ ctx: Ctx; sessionId: string }> {
  const from = await headers();
  requireOwnForm(from);
  const user = await currentUser();
  if (!user)
    throw new HouseError("unauthenticated", "Your session has ended. Sign in again, and start again from your agent.");
  const tenant = await findRequestTenant(requestId);
  const ctx = tenant && (await findHumanCtx(user, tenant.slug, clientOf(from)));
  if (!ctx) throw notFound("This request");
  return { ctx, sessionId: user.sessionId };
}
