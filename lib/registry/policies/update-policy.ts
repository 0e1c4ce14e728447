import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyRow } from "./get-policy-row";
import { policyFields } from "./policy-input";
import { type PolicyView, toPolicyView } from "./policy-view";
import { requireConditions } from "./read-conditions";
import { readScope } from "./read-scope";
import { saveVersion } from "./save-version";

export const UpdatePolicyInput = z.strictObject({
  name: policyFields.name.optional(),
  description: policyFields.description.optional(),
  effect: policyFields.effect.optional(),
  status: policyFields.status.optional(),
  /** Replaces the whole scope. */
  scope: policyFields.scope.optional(),
  when: policyFields.when.optional(),
  unless: policyFields.unless.optional(),
  note: policyFields.note.optional(),
});
export type UpdatePolicyInput = z.infer<typeof UpdatePolicyInput>;

/**
 * Changes what is given, as a new version; earlier ones stay as they were. Counts from the next call on, in every process.
 * Throws `not_found`, `invalid` as `createPolicy` does, and `conflict` when somebody else changed it at the same moment.
 */
export async function updatePolicy(ctx: Ctx, id: string, input: UpdatePolicyInput): Promise<PolicyView> {
  requireScope(ctx, "policies:write");
  const { when, unless, scope, note = "", ...rest } = input;
  const conditions = requireConditions({ when, unless });
  return write(ctx, async (tx, record) => {
    const before = await getPolicyRow(tx, id);
    const change = { ...rest, scope: scope && (await readScope(tx, scope)), ...conditions };
    return toPolicyView(await saveVersion(tx, record, ctx, before, change, { note }));
  });
}
