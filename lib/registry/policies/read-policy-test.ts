import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import { type Issue, invalid } from "@/lib/kernel/errors";
import { builtinPolicies } from "@/lib/policy/decision";
import { findHumanRow } from "../humans/find-human-row";
import type { UpdatePolicyTestInput } from "./policy-test-input";
import { toJson } from "./to-columns";

/**
 * What was said of a test, as columns: everything that it names exists now, the human by key.
 * Throws `invalid` with one issue for everything that does not. A tool is looked for on `server`, which may be the stored one.
 */
export async function readPolicyTest(
  tx: TenantTransaction,
  { expect, at, server, tool, ...input }: UpdatePolicyTestInput,
  stored?: { server: string; tool: string },
) {
  const issues: Issue[] = [];
  const missing = (path: string, message: string) => issues.push({ path, message });

  const human = input.human === undefined ? undefined : await findHumanRow(tx, input.human);
  if (input.human !== undefined && !human) missing("human", `There is no human "${input.human}".`);

  const agent = input.agent?.replace(/^agent\|/, "");
  if (agent !== undefined && !(await tx.agent.findFirst({ where: { slug: agent }, select: { id: true } })))
    missing("agent", `There is no agent "${agent}".`);

  if (server !== undefined || tool !== undefined) {
    const where = { server: server ?? stored?.server ?? "", tool: tool ?? stored?.tool ?? "" };
    const found = await tx.server.findFirst({
      where: { key: where.server },
      select: { tools: { where: { name: where.tool, state: { not: "removed" } }, select: { id: true } } },
    });
    if (!found) missing("server", `There is no server "${where.server}".`);
    else if (found.tools.length === 0)
      missing("tool", `There is no tool "${where.tool}" on the server "${where.server}".`);
  }

  if (expect?.policy !== undefined && !(await isPolicy(tx, expect.policy)))
    missing("expect.policy", `There is no policy "${expect.policy}".`);

  const [first] = issues;
  if (first) throw invalid(first.message, issues);
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(human && { human: human.key }),
    ...(agent !== undefined && { agent }),
    ...(server !== undefined && { server }),
    ...(tool !== undefined && { tool }),
    ...(input.arguments && { arguments: toJson(input.arguments) }),
    ...(input.ip !== undefined && { ip: input.ip }),
    ...(at !== undefined && { at: at === null ? null : new Date(at) }),
    ...(expect && {
      expectDecision: expect.decision,
      expectCode: expect.code ?? null,
      expectPolicy: expect.policy ?? null,
    }),
  };
}

async function isPolicy(tx: TenantTransaction, id: string): Promise<boolean> {
  if (id === "this" || Object.values(builtinPolicies).some((policy) => policy.id === id)) return true;
  return (await tx.policy.count({ where: { id, deletedAt: null } })) > 0;
}
