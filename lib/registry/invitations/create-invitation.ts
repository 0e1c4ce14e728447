import "server-only";
import { write } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { paths } from "@/lib/kernel/paths";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";
import { about } from "../internal/about";

/** `token` goes into `paths.invitation`; it is shown this once. `expiresAt`: ISO 8601. */
export type CreatedInvitation = { human: string; token: string; expiresAt: string };

/** A week: long enough for a holiday, short enough for a mailbox that somebody else reads one day. */
const lifetimeMs = 7 * 86_400_000;

/**
 * Makes a link with which a person becomes the account behind a human: they set a password, or sign in with an account that they have.
 * Until it is accepted everything stays as it is; a new link makes the earlier ones worthless. Throws `not_found`; `conflict` for a
 * human who is suspended or has no e-mail address.
 */
export async function createInvitation(ctx: Ctx, ref: string): Promise<CreatedInvitation> {
  requireScope(ctx, "humans:write");
  const token = newSecret("csi");
  return write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, ref);
    if (human.email === null) throw conflict("This human has no e-mail address to sign in with.");
    if (human.status !== "active") throw conflict("This human is suspended.");
    await tx.invitation.deleteMany({ where: { humanId: human.id } });
    const expiresAt = new Date(nowMs() + lifetimeMs);
    await tx.invitation.create({
      data: {
        tenantNo: ctx.tenant.no,
        hash: hashSecret(token),
        humanId: human.id,
        email: human.email,
        leadsTo: paths.me(),
        createdBy: ctx.actor.id,
        expiresAt,
      },
    });
    await record({
      type: "human.invited",
      ...about({ human }),
      resource: { type: "human", key: human.key, name: human.key },
      details: { expiresAt: expiresAt.toISOString() },
    });
    return { human: human.key, token, expiresAt: expiresAt.toISOString() };
  });
}
