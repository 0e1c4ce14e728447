import "server-only";
import { database } from "@/lib/db/client";
import type { User } from "@/lib/db/rows";
import { now } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import type { SignedInUser } from "./session-rows";

/** A login at the OpenID Connect provider: its issuer and its name for the person there, which never changes hands. `email` is verified. */
export type Login = { issuer: string; subject: string; email: string; name: string | null };

/**
 * `tiedNow`: it was the first login of this person, which the event of their session says. `passwordDropped`: the account had a
 * password, which counts no more.
 */
export type UserOfLogin = { user: SignedInUser; tiedNow: boolean; passwordDropped: boolean };

/**
 * The user that a login belongs to. The first login of a person is tied to the user of its e-mail; from then on that user is found by
 * it alone, and nobody who is given the same e-mail later comes in as them. Somebody who has no account gets one where a human of
 * their e-mail is waiting for them; nobody else is created by signing in.
 */
export async function findUserOfLogin({ issuer, subject, email, name }: Login): Promise<UserOfLogin | undefined> {
  const key = { provider: issuer, providerAccountId: subject };
  const linked = await database().account.findUnique({
    where: { provider_providerAccountId: key },
    include: { user: true },
  });
  if (linked) return { ...(await vouch(linked.user, email)), tiedNow: false };
  const known = await database().user.findUnique({
    where: { email },
    include: { accounts: { where: { provider: issuer } } },
  });
  if (known ? known.accounts.length > 0 : (await humansWaiting(email)).length === 0) return undefined;
  const user =
    known ?? (await database().user.create({ data: { id: newId("user"), email, name, emailVerified: now() } }));
  await database().account.create({ data: { id: newId("user"), userId: user.id, type: "oidc", ...key } });
  return { ...(await vouch(user, email)), tiedNow: true };
}

/** Active humans of an e-mail whom no invitation has tied to an account. */
const humansWaiting = (email: string) =>
  database().human.findMany({
    where: { userId: null, status: "active", email: { equals: email, mode: "insensitive" } },
    select: { tenantNo: true, tenant: { select: { organizationId: true } } },
  });

/**
 * The issuer says that this account's person reads the mail of `email`, so the account may speak for humans of that e-mail anywhere
 * (`humansOfUser`).
 *
 * INVARIANT: no account speaks for a human by its e-mail alone while somebody may know its password who never proved to be that person.
 * Any organization can make an account for any e-mail and knows its first password. So where vouching would let the account speak for
 * somebody new, the password goes and every session of the account ends first; where it would not, nothing changes.
 */
async function vouch(user: User, email: string): Promise<{ user: SignedInUser; passwordDropped: boolean }> {
  const plain = { id: user.id, email: user.email, name: user.name };
  const isTheirs = user.email.toLowerCase() === email.toLowerCase();
  const where = { id: user.id };
  if (!isTheirs && user.emailVerified !== null) {
    // Their address is another one now: who reads the mail of the old one is not known any more.
    await database().user.update({ where, data: { emailVerified: null } });
  }
  if (!isTheirs || user.emailVerified !== null) return { user: plain, passwordDropped: false };
  const hasPassword = user.passwordHash !== null;
  if (hasPassword && !(await wouldGain(user))) return { user: plain, passwordDropped: false };
  // In this order: whoever stops in between has taken something away and given nothing.
  await database().user.update({ where, data: { passwordHash: null } });
  await database().session.updateMany({ where: { userId: user.id, endedAt: null }, data: { endedAt: now() } });
  await database().user.update({ where, data: { emailVerified: now() } });
  return { user: plain, passwordDropped: hasPassword };
}

/** Whether a human is waiting for this e-mail whom the account does not speak for already, as a member there. */
async function wouldGain(user: User): Promise<boolean> {
  const members = await database().member.findMany({ where: { userId: user.id } });
  return (await humansWaiting(user.email)).some(
    ({ tenantNo, tenant }) =>
      !members.some((one) => one.organizationId === tenant.organizationId && (one.tenantNo ?? tenantNo) === tenantNo),
  );
}
