import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { levels } from "@/lib/policy/level";
import { getHumanRow } from "../humans/find-human-row";
import { uniquely } from "../internal/uniquely";
import { getServerRow } from "../servers/find-server-row";
import { aboutGrant, type GrantView, grantParts, toGrantView } from "./grant-view";

export const PutGrantInput = z.strictObject({
  /** Key, id or e-mail. */
  human: z.string().min(1).max(300),
  /** Key. */
  server: z.string().min(1).max(100),
  ceiling: z.enum(levels),
});
export type PutGrantInput = z.infer<typeof PutGrantInput>;

/**
 * Sets the ceiling of a human on a server. Consents are left as they are: what is effective is the lower of both, from the
 * next call on. Throws `not_found` for a human or a server of nobody here.
 */
export async function putGrant(ctx: Ctx, input: PutGrantInput): Promise<GrantView> {
  requireScope(ctx, "grants:write");
  return write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, input.human);
    const server = await getServerRow(tx, input.server);
    const { ceiling } = input;
    const id = { tenantNo: ctx.tenant.no, humanId: human.id, serverId: server.id };
    const before = await tx.grant.findUnique({ where: { tenantNo_humanId_serverId: id }, include: grantParts });

    if (before === null) {
      const made = await uniquely(tx.grant.create({ data: { ...id, ceiling }, include: grantParts }), {
        grant_pkey: conflict("Somebody else set this ceiling at the same moment. Look again."),
      });
      await record({ type: "grant.created", ...aboutGrant(made), changes: { before: null, after: { ceiling } } });
      return toGrantView(made);
    }
    if (before.ceiling === ceiling) {
      record.nothing("The ceiling already was at this level.");
      return toGrantView(before);
    }
    const after = await tx.grant.update({
      where: { tenantNo_humanId_serverId: id },
      data: { ceiling },
      include: grantParts,
    });
    await record({
      type: "grant.updated",
      ...aboutGrant(after),
      changes: { before: { ceiling: before.ceiling }, after: { ceiling } },
    });
    return toGrantView(after);
  });
}
