import "server-only";
import { type Recorded, recordEvent, write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { humansOfUser } from "@/lib/registry/humans/humans-of-user";
import { findMembership } from "@/lib/registry/members/find-membership";
import { listTenantsOf } from "@/lib/registry/members/list-tenants-of";
import {
  endSessionOf,
  endSessionRow,
  newSession,
  type SessionRef,
  type SignedInUser,
  storeSession,
} from "@/lib/registry/sessions/session-rows";
import type { Client } from "../client";

export type SignInMethod = "password" | "oidc";

/**
 * How somebody came in. `tiedNow`: this was their first login at the identity provider, which is theirs from now on.
 * `passwordDropped`: their account had a password, which counts no more.
 */
export type Admitted = { method: SignInMethod; tiedNow?: boolean; passwordDropped?: boolean };

/** Starts a session and says so in every tenant that the user reaches. */
export async function startSession(user: SignedInUser, how: Admitted, client: Client): Promise<SessionRef> {
  const { ref, row } = newSession(user.id, client);
  const details = {
    session: ref.id,
    method: how.method,
    ...(how.tiedNow === true && { loginTied: true }),
    ...(how.passwordDropped === true && { passwordDropped: true }),
  };
  const [first, ...others] = await contextsOf(user, client);
  if (first === undefined) await storeSession(row);
  else
    await write(first, async (tx, record) => {
      await tx.session.create({ data: row });
      await record(sessionEvent(first, "session.created", details));
    });
  for (const ctx of others) await recordEvent(ctx, sessionEvent(ctx, "session.created", details));
  return ref;
}

/** Ends a session everywhere and says so in every tenant that the user reaches. Ending it twice is ending it once. */
export async function endSession(user: SignedInUser, ref: SessionRef, client: Client): Promise<void> {
  if (!(await endSessionRow(ref))) return;
  for (const ctx of await contextsOf(user, client))
    await recordEvent(ctx, sessionEvent(ctx, "session.ended", { session: ref.id }));
}

/** Ends another session of the same user. False where they have no such session. */
export async function endSessionById(user: SignedInUser, id: string, client: Client): Promise<boolean> {
  if (!(await endSessionOf(user.id, id))) return false;
  for (const ctx of await contextsOf(user, client))
    await recordEvent(ctx, sessionEvent(ctx, "session.ended", { session: id }));
  return true;
}

/** Says in every tenant of a known user that somebody was refused under their name. */
export async function recordRefusal(
  user: SignedInUser,
  reason: { code: string; text: string },
  method: SignInMethod,
  client: Client,
): Promise<void> {
  for (const ctx of await contextsOf(user, client))
    await recordEvent(ctx, { ...sessionEvent(ctx, "session.refused", { method }), outcome: "denied", reason });
}

/** The user in each tenant that they reach: as a member, else as the human that they are there. */
async function contextsOf(user: SignedInUser, client: Client): Promise<NamedCtx[]> {
  const contexts: NamedCtx[] = [];
  for (const { slug, name } of await listTenantsOf(user.id)) {
    const found = await findMembership(user.id, slug);
    if (found)
      contexts.push({
        tenant: found.ctxTenant,
        name,
        actor: { type: "member", id: found.memberId, email: user.email, name: user.name },
        scopes: [],
        surface: "console",
        ...client,
      });
  }
  for (const { tenant, tenantName, human } of await humansOfUser(user.id))
    if (!contexts.some((ctx) => ctx.tenant.no === tenant.no))
      contexts.push({
        tenant,
        name: tenantName,
        actor: { type: "human", id: human.id, key: human.key, email: human.email, name: human.name },
        scopes: [],
        surface: "console",
        ...client,
      });
  return contexts;
}

/** With the tenant's name, which its events show. */
type NamedCtx = Ctx & { name: string };

const sessionEvent = (
  { tenant, name }: NamedCtx,
  type: "session.created" | "session.ended" | "session.refused",
  details: Record<string, unknown>,
): Recorded => ({
  type,
  resource: { type: "tenant", key: tenant.slug, name },
  refs: { resource: { id: `tenant:${tenant.no}`, key: tenant.slug } },
  details,
});
