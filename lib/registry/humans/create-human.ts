import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { about } from "../internal/about";
import { uniquely } from "../internal/uniquely";
import { inOrder, Words } from "../internal/words";
import { type HumanView, personalOf, toHumanView } from "./human-view";

export const CreateHumanInput = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(120).optional(),
  /** What an identity provider calls this human; no comma, so that lists in URLs stay readable. */
  subject: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._@:|+=~-]{0,199}$/, "Use letters, digits and . _ @ : | + = ~ - only.")
    .optional(),
  /** Policies can name humans by their groups. */
  groups: Words.optional(),
});
export type CreateHumanInput = z.infer<typeof CreateHumanInput>;

/**
 * Adds a human, who may be pre-authorized long before signing in. Without a subject, one is made of the e-mail's local part.
 * Throws `conflict` when the e-mail or the subject is taken in this tenant.
 */
export async function createHuman(ctx: Ctx, input: CreateHumanInput): Promise<HumanView> {
  requireScope(ctx, "humans:write");
  return write(ctx, async (tx, record) => {
    const email = input.email.toLowerCase();
    const key = `human|${input.subject ?? (await freeSubject(tx, email))}`;
    const human = await uniquely(
      tx.human.create({
        data: {
          tenantNo: ctx.tenant.no,
          id: newId("human"),
          key,
          email,
          name: input.name ?? null,
          groups: inOrder(input.groups ?? []),
        },
      }),
      {
        human_tenant_no_email_key: conflict(`A human with the e-mail ${email} exists already.`, "email"),
        human_tenant_no_key_key: conflict(`The human "${key}" exists already.`, "subject"),
      },
    );
    await record({
      type: "human.created",
      ...about({ human }),
      resource: { type: "human", key, name: key },
      changes: {
        before: null,
        after: {
          key,
          email: personalOf(human, email),
          name: personalOf(human, human.name),
          status: human.status,
          groups: human.groups,
        },
      },
    });
    return toHumanView(human);
  });
}

/** `alice` for alice@…, then `alice-2`, `alice-3` … */
async function freeSubject(tx: TenantTransaction, email: string): Promise<string> {
  const plain = toSubject(email);
  const rows = await tx.human.findMany({ where: { key: { startsWith: `human|${plain}` } }, select: { key: true } });
  const taken = new Set(rows.map((row) => row.key));
  let subject = plain;
  for (let n = 2; taken.has(`human|${subject}`); n += 1) subject = `${plain}-${n}`;
  return subject;
}

const toSubject = (email: string): string =>
  email
    .slice(0, email.lastIndexOf("@"))
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "") || "human";
