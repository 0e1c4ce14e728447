import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyTestRow } from "./get-policy-test-row";
import { lockPolicy } from "./lock-policy";
import { toPolicyTestView } from "./policy-test-view";
import { testsChanged } from "./tests-changed";

/** Removes a test of a policy. Throws `not_found`. */
export async function deletePolicyTest(ctx: Ctx, policyId: string, id: string): Promise<void> {
  requireScope(ctx, "policies:write");
  await write(ctx, async (tx, record) => {
    const policy = await lockPolicy(tx, ctx, policyId);
    const row = await getPolicyTestRow(tx, policyId, id);
    await tx.policyTest.deleteMany({ where: { id } });
    await record(testsChanged(policy, toPolicyTestView(row), null));
  });
}
