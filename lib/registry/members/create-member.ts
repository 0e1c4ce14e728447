import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope, roles } from "@/lib/kernel/scope";
import { uniquely } from "../internal/uniquely";
import { aboutMember, type MemberView, reachOf, recordedMember, toMemberView } from "./member-view";
import { hashPassword, newPassword } from "./password";
import { requireSway } from "./require-sway";

export const CreateMemberInput = z.strictObject({
  email: z.email().max(254),
  role: z.enum(roles),
  /** For somebody new; one is made where none is given. Somebody who can sign in already keeps theirs. */
  password: z.string().min(10, "Use at least 10 characters.").max(200).optional(),
  name: z.string().trim().min(1).max(120).optional(),
  /** Whether the role holds in this tenant only, rather than in the whole organization. */
  tenantOnly: z.boolean().optional(),
});
export type CreateMemberInput = z.infer<typeof CreateMemberInput>;

/** `password` only where it was made here: it is shown this once. */
export type CreatedMember = { member: MemberView; password?: string };

/**
 * Gives a person a role. Whoever cannot sign in yet gets an account. An account that exists keeps its name and password, and is given
 * a role only where it is known to be that person's: `isKnown`. Throws `conflict` for any other account and for somebody who has a
 * role of that reach already, `forbidden` for a role or a reach beyond that of whoever asks.
 */
export async function createMember(ctx: Ctx, input: CreateMemberInput): Promise<CreatedMember> {
  requireScope(ctx, "members:write");
  const email = input.email.toLowerCase();
  const tenantOnly = input.tenantOnly ?? false;
  const password = input.password ?? newPassword();
  // Hashed before the transaction begins: it takes a tenth of a second, and nothing should wait for it.
  const fresh = { name: input.name ?? null, passwordHash: await hashPassword(password) };

  let isFresh = false;
  const member = await write(ctx, async (tx, record) => {
    await requireSway(tx, ctx, { roles: [input.role], tenantOnly });
    const account = await lockAccount(tx, email);
    isFresh = account === null || isNobodys(account);
    if (account !== null && !isFresh && !isKnown(ctx, account)) throw conflict(notTheirs(email), "email");
    const row = await uniquely(
      tx.member.create({
        data: {
          id: newId("member"),
          organizationId: ctx.tenant.organizationId,
          userId: account === null ? await createAccount(tx, { email, ...fresh }) : account.id,
          role: input.role,
          tenantNo: tenantOnly ? ctx.tenant.no : null,
          reach: reachOf(ctx, tenantOnly),
        },
        include: { user: true },
      }),
      { member_organization_id_user_id_reach_key: conflict(`${email} is a member already.`, "email") },
    );
    if (account !== null && isFresh) await beginAnew(tx, account.id, fresh);
    await record({
      type: "member.created",
      ...aboutMember(row),
      changes: { before: null, after: recordedMember(row) },
    });
    return toMemberView(row);
  });
  return isFresh && input.password === undefined ? { member, password } : { member };
}

const notTheirs = (email: string): string =>
  `There is an account with the e-mail ${email} that nobody here has vouched for. Invite the person as a human of this environment first: whoever opens that link proves to be them. Signing in by single sign-on proves it, too.`;

/** The account of an e-mail, which nobody else gives a role until the end of the transaction. */
async function lockAccount(tx: TenantTransaction, email: string) {
  await tx.$queryRaw`SELECT 1 FROM "user" WHERE email = ${email} FOR UPDATE`;
  return tx.user.findUnique({
    where: { email },
    include: { members: true, accounts: true, humans: { include: { tenant: true } } },
  });
}
type Account = NonNullable<Awaited<ReturnType<typeof lockAccount>>>;

/** Left over: it leads nowhere any more, so that whoever had it loses nothing. */
const isNobodys = ({ members, accounts, humans }: Account): boolean =>
  members.length + accounts.length + humans.length === 0;

/**
 * Whether an account is its e-mail's. Any organization can make an account for any e-mail, with a password that it knows: what counts
 * is that an identity provider has verified it, that it came through this organization, or that the operator says so.
 */
const isKnown = ({ tenant, actor }: Ctx, { emailVerified, members, humans }: Account): boolean =>
  emailVerified !== null ||
  members.some(({ organizationId }) => organizationId === tenant.organizationId) ||
  humans.some((human) => human.tenant.organizationId === tenant.organizationId) ||
  actor.type === "system";

/** Another password, and no session that somebody may still have. */
async function beginAnew(
  tx: TenantTransaction,
  userId: string,
  fresh: { name: string | null; passwordHash: string },
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: fresh });
  await tx.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now() } });
}

async function createAccount(
  tx: TenantTransaction,
  account: { email: string; name: string | null; passwordHash: string },
): Promise<string> {
  const { id } = await uniquely(tx.user.create({ data: { id: newId("user"), ...account }, select: { id: true } }), {
    user_email_key: conflict("Somebody else added this person at the same moment. Try again.", "email"),
  });
  return id;
}
