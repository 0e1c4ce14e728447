import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getPolicyRow } from "./get-policy-row";
import { ruleOf } from "./policy-view";
import { requireConditions } from "./read-conditions";
import { readScope } from "./read-scope";
import { type PolicyTestResult, runTests } from "./run-tests";
import { UpdatePolicyInput } from "./update-policy";

export const RunPolicyTestsInput = z
  .strictObject({
    /** What would be saved; the tests are run against that. */
    draft: UpdatePolicyInput.optional(),
  })
  .optional();
export type RunPolicyTestsInput = z.infer<typeof RunPolicyTestsInput>;

/**
 * Runs the tests of a policy as if it were active, in its present version or in the one that `draft` would make.
 * Stores nothing. Throws `not_found`, and `invalid` for a draft that could not be saved.
 */
export async function runPolicyTests(
  ctx: Ctx,
  id: string,
  input: RunPolicyTestsInput = {},
): Promise<{ passed: boolean; results: PolicyTestResult[] }> {
  requireScope(ctx, "policies:read");
  const { name, description, effect, scope, when, unless } = input.draft ?? {};
  const conditions = requireConditions({ when, unless });
  const results = await tenantClient(ctx.tenant.no).$transaction(
    async (tx) => {
      const row = await getPolicyRow(tx, id);
      const rule = ruleOf(row);
      return runTests(tx, ctx, {
        id,
        version: row.version,
        ...rule,
        name: name ?? rule.name,
        description: description ?? rule.description,
        effect: effect ?? rule.effect,
        scope: scope === undefined ? rule.scope : await readScope(tx, scope),
        ...conditions,
      });
    },
    { isolationLevel: "RepeatableRead" },
  );
  return { passed: results.every(({ passed }) => passed), results };
}
