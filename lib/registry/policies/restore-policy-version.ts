import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyRow } from "./get-policy-row";
import { policyFields } from "./policy-input";
import { type PolicyView, ruleOf, toPolicyView } from "./policy-view";
import { saveVersion } from "./save-version";

export const RestorePolicyVersionInput = z.strictObject({
  version: z.number().int().min(1).max(2_147_483_647),
  note: policyFields.note.optional(),
});
export type RestorePolicyVersionInput = z.infer<typeof RestorePolicyVersionInput>;

/**
 * Makes a new version that says what an old one said; the status stays as it is. What its scope names need not exist any
 * more. Throws `not_found`, and what `updatePolicy` throws.
 */
export async function restorePolicyVersion(
  ctx: Ctx,
  id: string,
  { version, note }: RestorePolicyVersionInput,
): Promise<PolicyView> {
  requireScope(ctx, "policies:write");
  return write(ctx, async (tx, record) => {
    const before = await getPolicyRow(tx, id);
    const old = await tx.policyVersion.findFirst({ where: { policyId: id, version } });
    if (!old) throw notFound(`Version ${version} of the policy "${id}"`);
    const { status: _, ...rule } = ruleOf(old);
    const after = await saveVersion(tx, record, ctx, before, rule, {
      note: note ?? `Restored version ${version}.`,
      details: { restoredFrom: version },
    });
    return toPolicyView(after);
  });
}
