import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Issue } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import type { Finding } from "@/lib/policy/check/finding";
import type { Condition } from "@/lib/policy/condition/condition";
import { countLiveInstances } from "./count-live-instances";
import { CreatePolicyInput } from "./create-policy";
import { findingsOf, hasConditions, isError } from "./findings";
import { getPolicyRow } from "./get-policy-row";
import { loadCoveredTools } from "./load-covered-tools";
import { toTexts } from "./policy-view";
import { readConditions } from "./read-conditions";
import { readScope } from "./read-scope";
import { type PolicyTestResult, runTests } from "./run-tests";

export const CheckPolicyInput = CreatePolicyInput.extend({
  /** Id of the policy that this would become a version of: its tests are run. */
  policy: z.string().min(1).max(100).optional(),
});
export type CheckPolicyInput = z.infer<typeof CheckPolicyInput>;

export type CheckedPolicy = {
  /** Whether it could be made active. */
  ok: boolean;
  /** `position`: the character of the text that is wrong. */
  findings: (Finding & { position?: number })[];
  when: Condition | null;
  whenText: string | null;
  unless: Condition | null;
  unlessText: string | null;
  /** What it would cover now. */
  covers: { tools: number; liveInstances: number };
  tests: PolicyTestResult[];
};

/**
 * Says what would become of a policy, and stores nothing. A condition that cannot be read is a finding here, not an error,
 * because whoever asks is still writing it. Throws `invalid` for a scope that names what does not exist, and `not_found`.
 */
export async function checkPolicy(ctx: Ctx, input: CheckPolicyInput): Promise<CheckedPolicy> {
  requireScope(ctx, "policies:read");
  const { conditions, issues } = readConditions(input);
  const { when = null, unless = null } = conditions;
  return tenantClient(ctx.tenant.no).$transaction(
    async (tx) => {
      const stored = input.policy === undefined ? undefined : await getPolicyRow(tx, input.policy);
      const scope = await readScope(tx, input.scope ?? {});
      const policy = {
        id: stored?.id ?? "",
        version: (stored?.version ?? 0) + 1,
        name: input.name,
        description: input.description ?? "",
        effect: input.effect,
        status: input.status ?? "draft",
        ...{ scope, when, unless },
      };
      const tools = await loadCoveredTools(tx, scope, hasConditions(policy));
      // Half a rule is another rule: what can be said of it would not be about what is being written.
      const readable = issues.length === 0;
      const findings = readable ? findingsOf(policy, tools) : issues.map(toFinding);
      const tests = readable && stored ? await runTests(tx, ctx, policy) : [];
      return {
        ok: !findings.some(isError) && tests.every(({ passed }) => passed),
        ...{ findings, when, unless, ...toTexts({ when, unless }) },
        covers: { tools: tools.length, liveInstances: await countLiveInstances(tx, [scope]) },
        tests,
      };
    },
    { isolationLevel: "RepeatableRead", timeout: 15_000 },
  );
}

const toFinding = ({ path, ...issue }: Issue): Finding & { position?: number } => ({
  level: "error",
  code: "syntax",
  at: path,
  ...issue,
});
