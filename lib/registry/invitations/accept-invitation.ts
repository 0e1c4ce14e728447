import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { hashSecret } from "@/lib/kernel/keys";
import { about } from "../internal/about";
import { uniquely } from "../internal/uniquely";
import { hashPassword } from "../members/password";
import { findInvitation } from "./find-invitation";

export const NewPassword = z.string().min(10, "Use at least 10 characters.").max(200);

/** As whom: somebody new, by a password, or the account that is signed in. */
export type AcceptAs = { password: string } | { userId: string };

type From = Pick<Ctx, "requestId" | "ip" | "userAgent">;

/**
 * Ties the human of an invitation to an account, which alone speaks for them from then on. The link is what proves it: an account of
 * another e-mail may accept, too, and an account that is made here counts as nobody else (its e-mail is not verified by a link that an
 * admin handed on). Throws `not_found` for a link that does not count (any more), `conflict` where the e-mail has an account that has to
 * sign in first.
 */
export async function acceptInvitation(
  token: string,
  as: AcceptAs,
  from: From,
): Promise<{ email: string; leadsTo: string }> {
  const found = await findInvitation(token);
  if (!found) throw gone();
  // Hashed before the transaction begins: it takes a tenth of a second, and nothing should wait for it.
  const passwordHash = "password" in as ? await hashPassword(NewPassword.parse(as.password)) : undefined;
  const ctx: Ctx = {
    tenant: found.tenant,
    actor: { type: "human", ...found.human },
    scopes: [],
    surface: "console",
    ...from,
  };
  return write(ctx, async (tx, record) => {
    const { count } = await tx.invitation.updateMany({
      where: { hash: hashSecret(token), usedAt: null, expiresAt: { gt: now() }, human: { status: "active" } },
      data: { usedAt: now() },
    });
    if (count === 0) throw gone();
    const { email, leadsTo } = found;
    const user = "userId" in as ? await getUser(tx, as.userId) : await createUser(tx, { ...found, passwordHash });
    const human = await tx.human.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: found.human.id } },
      data: { userId: user.id },
    });
    await record({
      type: "human.joined",
      ...about({ human }),
      resource: { type: "human", key: human.key, name: human.key },
      details: {
        account: "userId" in as ? "existing" : "created",
        sameEmail: user.email.toLowerCase() === email.toLowerCase(),
      },
    });
    return { email: user.email, leadsTo };
  });
}

const gone = () => notFound("This invitation");

async function getUser(tx: TenantTransaction, id: string): Promise<{ id: string; email: string }> {
  const user = await tx.user.findUnique({ where: { id }, select: { id: true, email: true } });
  if (!user) throw notFound("This account");
  return user;
}

const createUser = (
  tx: TenantTransaction,
  { email, human, passwordHash }: { email: string; human: { name: string | null }; passwordHash: string | undefined },
): Promise<{ id: string; email: string }> =>
  uniquely(
    tx.user.create({
      data: { id: newId("user"), email: email.toLowerCase(), name: human.name, passwordHash: passwordHash ?? null },
      select: { id: true, email: true },
    }),
    { user_email_key: conflict("This e-mail address has an account already. Sign in with it.") },
  );
