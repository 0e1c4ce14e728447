import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { findPlace } from "./find-place";
import type { RulePlace } from "./payload-rule-input";
import { readStoredRule } from "./read-stored-rule";
import { recordChanged } from "./record-changed";

/** Takes back what was said at a place: what is said above it holds again, from the next call on. Throws `not_found`. */
export async function deletePayloadRule(ctx: Ctx, where: RulePlace): Promise<void> {
  requireScope(ctx, "tenant:write");
  await write(ctx, async (tx, record) => {
    const found = await findPlace(tx, where);
    const key = { tenantNo: ctx.tenant.no, place: found.place };
    const row = await tx.payloadRule.findFirst({ where: key });
    if (!row) throw notFound("A rule of this place");
    await tx.payloadRule.delete({ where: { tenantNo_place: key } });
    const stored = readStoredRule(row);
    await recordChanged(tx, record, ctx, found, { before: { ...stored, paths: [...stored.paths] }, after: null });
  });
}
