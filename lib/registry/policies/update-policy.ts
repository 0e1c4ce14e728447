import "server-only";
import { z } from "zod";
import { toEventActor, write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { changed, fieldsOf, pick } from "../internal/changed";
import { countLiveInstances } from "./count-live-instances";
import { getPolicyRow } from "./get-policy-row";
import { policyFields, refuseConditions } from "./policy-input";
import { aboutPolicy, type PolicyView, ruleOf, toPolicyView } from "./policy-view";
import { raiseVersion } from "./raise-version";
import { readScope } from "./read-scope";

export const UpdatePolicyInput = z.strictObject({
  name: policyFields.name.optional(),
  description: policyFields.description.optional(),
  effect: policyFields.effect.optional(),
  status: policyFields.status.optional(),
  /** Replaces the whole scope. */
  scope: policyFields.scope.optional(),
  note: policyFields.note.optional(),
  when: policyFields.when.optional(),
  unless: policyFields.unless.optional(),
});
export type UpdatePolicyInput = z.infer<typeof UpdatePolicyInput>;

/**
 * Changes what is given, as a new version; earlier ones stay as they were. Counts from the next call on, in every process.
 * Throws `not_found`, `invalid` as `createPolicy` does, and `conflict` when somebody else changed it at the same moment.
 */
export async function updatePolicy(ctx: Ctx, id: string, input: UpdatePolicyInput): Promise<PolicyView> {
  requireScope(ctx, "policies:write");
  refuseConditions(input);
  return write(ctx, async (tx, record) => {
    const before = await getPolicyRow(tx, id);
    const { name, description, effect, status } = input;
    const scope = input.scope && (await readScope(tx, input.scope));
    const rule = ruleOf(before);
    const data = changed(rule, { name, description, effect, status, scope });
    const fields = fieldsOf(data);
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toPolicyView(before);
    }

    const policySetVersion = await raiseVersion(tx, ctx);
    const version = before.version + 1;
    const { count } = await tx.policy.updateMany({
      where: { id, version: before.version, deletedAt: null },
      data: { ...data, version },
    });
    if (count === 0) throw conflict("This policy was changed by somebody else at the same moment. Look again.");
    const after = await getPolicyRow(tx, id);
    await tx.policyVersion.create({
      data: {
        tenantNo: ctx.tenant.no,
        policyId: id,
        version,
        ...ruleOf(after),
        author: toEventActor(ctx.actor).key,
        note: input.note ?? "",
      },
    });
    await record({
      type: "policy.updated",
      ...aboutPolicy(after),
      changes: { before: pick(rule, fields), after: pick(ruleOf(after), fields) },
      details: {
        liveInstances: await countLiveInstances(tx, [rule.scope, ruleOf(after).scope]),
        policySetVersion,
        note: input.note ?? "",
      },
    });
    return toPolicyView(after);
  });
}
