import "server-only";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyTestRow } from "./get-policy-test-row";
import { lockPolicy } from "./lock-policy";
import type { UpdatePolicyTestInput } from "./policy-test-input";
import { type PolicyTestView, toPolicyTestView } from "./policy-test-view";
import { readPolicyTest } from "./read-policy-test";
import { testsChanged } from "./tests-changed";

/** Changes what is given of a test; `expect` as a whole. Throws `not_found`, and `invalid` for what does not exist. */
export async function updatePolicyTest(
  ctx: Ctx,
  policyId: string,
  id: string,
  input: UpdatePolicyTestInput,
): Promise<PolicyTestView> {
  requireScope(ctx, "policies:write");
  return write(ctx, async (tx, record) => {
    const policy = await lockPolicy(tx, ctx, policyId);
    const row = await getPolicyTestRow(tx, policyId, id);
    const before = toPolicyTestView(row);
    const data = await readPolicyTest(tx, input, row);
    // Compared before it is written: a test that stays as it is was not updated.
    const same = toPolicyTestView({ ...row, ...data });
    if (canonicalJson(same) === canonicalJson(before)) {
      record.nothing("Every field already had the value given.");
      return before;
    }
    const after = toPolicyTestView(
      await tx.policyTest.update({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id } }, data }),
    );
    await record(testsChanged(policy, before, after));
    return after;
  });
}
