import "server-only";
import type { PolicyTest } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Decision } from "@/lib/policy/decision";
import type { Policy } from "@/lib/policy/policy";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { type PolicyTestCase, runPolicyTest } from "@/lib/policy/policy-test";
import { type PolicyTestView, toPolicyTestView } from "./policy-test-view";
import { ruleOf } from "./policy-view";

/** One test as it came out. */
export type PolicyTestResult = Pick<PolicyTestView, "id" | "name" | "expect"> & {
  passed: boolean;
  /** What happened, in a sentence. */
  text: string;
  /** What was decided; null where the call cannot be made any more. */
  got: Decision | null;
};

type Db = TenantClient | TenantTransaction;

/**
 * Runs the tests of a policy: what its calls come to under the policies that are active now, with this one among them as
 * `policy` says it, whatever its status is. Trust is taken to be there: a test is about policies.
 */
export async function runTests(db: Db, ctx: Ctx, policy: Policy): Promise<PolicyTestResult[]> {
  const tests = await db.policyTest.findMany({ where: { policyId: policy.id }, orderBy: { id: "asc" } });
  if (tests.length === 0) return [];
  const set = await setWith(db, ctx, policy);
  const toCase = await loadFacts(db, tests);
  return tests.map((test) => {
    const view = toPolicyTestView(test);
    const { id, name, expect } = view;
    const asked = toCase(test);
    if (typeof asked === "string") return { id, name, expect, passed: false, text: asked, got: null };
    const expected = { ...expect, ...(expect.policy === "this" && { policy: policy.id }) };
    const { passed, why, got } = runPolicyTest(set, asked, expected);
    return { id, name, expect, passed, text: passed ? "It came out as expected." : why, got };
  });
}

/** The tenant's policies that are active now, and this one. */
async function setWith(db: Db, ctx: Ctx, policy: Policy): Promise<PolicySet> {
  const { policySetVersion } = await db.tenant.findUniqueOrThrow({
    where: { no: ctx.tenant.no },
    select: { policySetVersion: true },
  });
  const others = await db.policy.findMany({ where: { deletedAt: null, status: "active", id: { not: policy.id } } });
  return toPolicySet(policySetVersion, [
    ...others.map((row) => ({ id: row.id, version: row.version, ...ruleOf(row) })),
    { ...policy, status: "active" },
  ]);
}

/** The call of each test with what is known of everybody in it; or the sentence that says what is not there any more. */
async function loadFacts(db: Db, tests: readonly PolicyTest[]): Promise<(test: PolicyTest) => PolicyTestCase | string> {
  const of = (field: "human" | "agent" | "server" | "tool") => [...new Set(tests.map((test) => test[field]))];
  const humans = await db.human.findMany({ where: { key: { in: of("human") } } });
  const agents = await db.agent.findMany({ where: { slug: { in: of("agent") } } });
  const servers = await db.server.findMany({
    where: { key: { in: of("server") } },
    include: { tools: { where: { name: { in: of("tool") }, state: { not: "removed" } } } },
  });
  const timeMs = nowMs();

  return (test) => {
    const human = humans.find(({ key }) => key === test.human);
    if (!human) return `The human "${test.human}" does not exist any more.`;
    const agent = agents.find(({ slug }) => slug === test.agent);
    if (!agent) return `The agent "${test.agent}" does not exist any more.`;
    const server = servers.find(({ key }) => key === test.server);
    if (!server) return `The server "${test.server}" does not exist any more.`;
    const tool = server.tools.find(({ name }) => name === test.tool);
    if (!tool) return `The server "${test.server}" does not offer the tool "${test.tool}" any more.`;
    return {
      human: { key: human.key, email: human.email, groups: human.groups },
      agent: { slug: agent.slug, tags: agent.tags },
      server: { key: server.key, tags: server.tags, enforceSchema: server.enforceSchema },
      tool: {
        name: tool.name,
        level: tool.level,
        readOnly: readOnlyHint(tool.annotations),
        inputSchema: tool.inputSchema,
      },
      arguments: test.arguments,
      ip: test.ip,
      timeMs: test.at?.getTime() ?? timeMs,
    };
  };
}

/** The upstream's own hint; null where it gives none. */
function readOnlyHint(annotations: unknown): boolean | null {
  const hint: unknown =
    typeof annotations === "object" && annotations !== null ? Reflect.get(annotations, "readOnlyHint") : undefined;
  return hint === undefined ? null : hint === true;
}
