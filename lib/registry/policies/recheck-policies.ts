import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import { Prisma } from "@/lib/db/client";
import type { Policy as PolicyRow, Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import type { CoveredTool, Finding } from "@/lib/policy/check/finding";
import type { Policy, PolicyScope } from "@/lib/policy/policy";
import { errorsAmong, findingsOf, isError } from "./findings";
import { loadCoveredTools } from "./load-covered-tools";
import { aboutPolicy, type PolicyRule, ruleOf } from "./policy-view";
import { toJson } from "./to-columns";

/** How long the tools of a server may wait for the policies that look at their arguments. */
const budgetMs = 5_000;

/**
 * Checks every policy with conditions that covers a server again, inside the transaction in which the server's tools or tags
 * have changed: an argument that was renamed makes a deny block everything, and an allow nothing. Findings are stored; a policy
 * in force that has an error now which it did not have before leaves `policy.check_failed`.
 *
 * INVARIANT: no policy keeps the change of a server from being stored. One that cannot be checked has an error that says so.
 * `tags`: those that the server had or has; a policy may have covered it by one that is gone.
 */
export async function recheckPolicies(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  server: Pick<Server, "id" | "key">,
  tags: readonly string[],
): Promise<void> {
  // As every change of a policy does: what is being saved now either sees these tools, or is checked here.
  await tx.$queryRaw`SELECT 1 FROM tenant WHERE no = ${ctx.tenant.no} FOR NO KEY UPDATE`;
  const rows = await tx.policy.findMany({
    where: { deletedAt: null, OR: [{ when: { not: Prisma.DbNull } }, { unless: { not: Prisma.DbNull } }] },
    orderBy: { id: "asc" },
  });
  const until = performance.now() + budgetMs;
  const toolsOf = rememberTools(tx);
  // Those in force first: should the time not suffice, the others can wait until they are saved.
  for (const row of [...rows.filter(isInForce), ...rows.filter((one) => !isInForce(one))]) {
    const rule = read(row);
    if (rule && !coversServer(rule.scope, server.key, tags)) continue;
    const findings = !rule
      ? [unchecked("This version of the product does not understand the policy.")]
      : performance.now() > until
        ? [unchecked("There was no time to check it against the tools that have changed. Save it to check it.")]
        : check({ id: row.id, version: row.version, ...rule }, await toolsOf(rule.scope));
    if (canonicalJson(findings) === canonicalJson(row.findings)) continue;
    await tx.policy.updateMany({
      where: { id: row.id },
      // The policy itself did not change.
      data: { findings: findings.map(toJson), updatedAt: row.updatedAt },
    });
    const before = new Set(errorsAmong(row.findings).map(canonicalJson));
    const errors = findings.filter((finding) => isError(finding) && !before.has(canonicalJson(finding)));
    if (isInForce(row) && errors.length > 0) await record(checkFailed(row, server, errors));
  }
}

const isInForce = ({ status }: PolicyRow): boolean => status === "active" || status === "shadow";

const coversServer = ({ servers, serverTags }: PolicyScope, key: string, tags: readonly string[]): boolean =>
  (servers === undefined || servers.includes(key)) &&
  (serverTags === undefined || serverTags.some((tag) => tags.includes(tag)));

/** Policies often cover the same tools: they are read once. */
function rememberTools(tx: TenantTransaction): (scope: PolicyScope) => Promise<CoveredTool[]> {
  const known = new Map<string, Promise<CoveredTool[]>>();
  return (scope) => {
    const name = canonicalJson([scope.servers ?? null, scope.serverTags ?? null, scope.tools ?? null]);
    const tools = known.get(name) ?? loadCoveredTools(tx, scope);
    known.set(name, tools);
    return tools;
  };
}

function check(policy: Policy, tools: readonly CoveredTool[]): Finding[] {
  try {
    return findingsOf(policy, tools);
  } catch {
    return [unchecked("The check itself failed. Save the policy to see why.")];
  }
}

function read(row: PolicyRow): PolicyRule | undefined {
  try {
    return ruleOf(row);
  } catch {
    // Whoever decides by it fails closed; here it is written down.
    return undefined;
  }
}

const unchecked = (message: string): Finding => ({ level: "error", code: "unchecked", at: "", message });

const checkFailed = (row: PolicyRow, server: Pick<Server, "id" | "key">, errors: Finding[]) => {
  const about = aboutPolicy(row);
  const [first] = errors;
  return {
    type: "policy.check_failed",
    outcome: "error",
    ...about,
    refs: { ...about.refs, resource: { id: server.id, key: server.key } },
    server: server.key,
    error: { type: "policy_check", message: first?.message ?? "" },
    details: { server: server.key, status: row.status, findings: errors },
  } as const;
};
