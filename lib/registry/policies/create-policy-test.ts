import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { lockPolicy } from "./lock-policy";
import type { CreatePolicyTestInput } from "./policy-test-input";
import { type PolicyTestView, toPolicyTestView } from "./policy-test-view";
import { readPolicyTest } from "./read-policy-test";
import { testsChanged } from "./tests-changed";

/** How many tests one policy may have: all of them are run inside the transaction that puts it into force. */
const testsMax = 200;

/**
 * Writes down how a call should be decided while the policy is in force. From now on the policy can only be put into force
 * when it is. Throws `not_found`, `invalid` for what does not exist, and `conflict` for one test too many.
 */
export async function createPolicyTest(
  ctx: Ctx,
  policyId: string,
  input: CreatePolicyTestInput,
): Promise<PolicyTestView> {
  requireScope(ctx, "policies:write");
  return write(ctx, async (tx, record) => {
    const policy = await lockPolicy(tx, ctx, policyId);
    if ((await tx.policyTest.count({ where: { policyId } })) >= testsMax)
      throw conflict(`A policy has ${testsMax} tests at most.`);
    const { name, human, agent, server, tool, expect } = input;
    const columns = await readPolicyTest(tx, {
      ...{ name, human, agent, server, tool, expect },
      ...{ arguments: input.arguments ?? {}, ip: input.ip ?? null, at: input.at ?? null },
    });
    const row = await tx.policyTest.create({
      // safe because every field was given, and what is given becomes its column
      data: { tenantNo: ctx.tenant.no, id: newId("policyTest"), policyId, ...(columns as Required<typeof columns>) },
    });
    const view = toPolicyTestView(row);
    await record(testsChanged(policy, null, view));
    return view;
  });
}
