import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { clientOf } from "./client";
import { findHumanCtx } from "./human-ctx";
import { type CurrentUser, currentUser } from "./session";

/**
 * First line of every page of a human about themselves in one environment: the human that whoever is signed in is there. Nobody signed
 * in → to sign-in, and from there to `then`. An environment in which they are no human looks like one that does not exist.
 */
export async function requireMyself(tenantSlug: string, then: string = paths.me()): Promise<Ctx> {
  const user = await requireUser(then);
  const ctx = await humanOf(user, tenantSlug);
  if (!ctx) notFound();
  return ctx;
}

/** Whoever is signed in, or to sign-in and from there to `then`. */
export async function requireUser(then: string = paths.me()): Promise<CurrentUser> {
  return (await currentUser()) ?? redirect(paths.signIn(then));
}

/** One look-up a request, however many parts of a page ask. */
const humanOf = cache(
  async (user: CurrentUser, tenantSlug: string): Promise<Ctx | undefined> =>
    findHumanCtx(user, tenantSlug, clientOf(await headers())),
);
