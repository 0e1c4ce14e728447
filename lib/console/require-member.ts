import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope, type Scope } from "@/lib/kernel/scope";
import { clientOf } from "./client";
import { findMemberCtx } from "./member-ctx";
import { currentUser } from "./session";

/**
 * Every page's first line: the member who asks, or the way out. Nobody signed in → to sign-in, and from there to `then`
 * (the overview unless the page says where it is). An unknown tenant, one of somebody else and a scope that the member's
 * role does not have all look the same: not found.
 */
export async function requireMember(
  tenantSlug: string,
  scope: Scope,
  then: string = paths.overview(tenantSlug),
): Promise<Ctx> {
  const user = await currentUser();
  if (!user) redirect(paths.signIn(then));
  const ctx = await memberOf(tenantSlug);
  if (!ctx || !hasScope(ctx.scopes, scope)) notFound();
  return ctx;
}

/** One look-up a request, however many parts of a page ask. */
const memberOf = cache(async (tenantSlug: string): Promise<Ctx | undefined> => {
  const user = await currentUser();
  return user && findMemberCtx(user, tenantSlug, clientOf(await headers()), "console");
});
