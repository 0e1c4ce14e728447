import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { database } from "@/lib/db/client";
import type { TenantTransaction } from "@/lib/db/tenant";
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
 * Gives a person a role. Whoever cannot sign in yet gets an account; an account that exists keeps its name and password, because it
 * may belong to another organization too. Throws `conflict` when they have a role of that reach already, `forbidden` for a role
 * or a reach beyond that of whoever asks.
 */
export async function createMember(ctx: Ctx, input: CreateMemberInput): Promise<CreatedMember> {
  requireScope(ctx, "members:write");
  const email = input.email.toLowerCase();
  const tenantOnly = input.tenantOnly ?? false;
  // Hashed before the transaction begins: it takes a tenth of a second, and nothing should wait for it.
  const account = await database().user.findUnique({ where: { email }, select: { id: true } });
  const generated = account === null && input.password === undefined ? newPassword() : undefined;
  const password = account === null ? (input.password ?? generated) : undefined;
  const passwordHash = password === undefined ? null : await hashPassword(password);

  const member = await write(ctx, async (tx, record) => {
    await requireSway(tx, ctx, { roles: [input.role], tenantOnly });
    const row = await uniquely(
      tx.member.create({
        data: {
          id: newId("member"),
          organizationId: ctx.tenant.organizationId,
          userId: account?.id ?? (await createAccount(tx, { email, name: input.name ?? null, passwordHash })),
          role: input.role,
          tenantNo: tenantOnly ? ctx.tenant.no : null,
          reach: reachOf(ctx, tenantOnly),
        },
        include: { user: true },
      }),
      { member_organization_id_user_id_reach_key: conflict(`${email} is a member already.`, "email") },
    );
    await record({
      type: "member.created",
      ...aboutMember(row),
      changes: { before: null, after: recordedMember(row) },
    });
    return toMemberView(row);
  });
  return generated === undefined ? { member } : { member, password: generated };
}

async function createAccount(
  tx: TenantTransaction,
  account: { email: string; name: string | null; passwordHash: string | null },
): Promise<string> {
  const { id } = await uniquely(tx.user.create({ data: { id: newId("user"), ...account }, select: { id: true } }), {
    user_email_key: conflict("Somebody else added this person at the same moment. Try again.", "email"),
  });
  return id;
}
