import "server-only";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { type Impact, impactOn } from "@/lib/policy/impact";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { toCircumstances } from "../circumstances";
import { loadSchemas } from "../load-schemas";
import { ruleOf } from "../policies/policy-view";
import { DraftInput, loadDraftSet } from "./load-draft-set";
import { loadStandings, loadToolsOf } from "./load-standings";

export const ComparePoliciesInput = z.strictObject({
  /** What would be in force instead of what is. */
  draft: DraftInput,
  /** Compare with an earlier version of the drafted policy instead of with what is in force. */
  version: z.number().int().min(1).optional(),
});
export type ComparePoliciesInput = z.infer<typeof ComparePoliciesInput>;

/** What the change means for one tool of one live instance, with calls that are decided otherwise. */
export type ImpactRow = Impact & {
  instance: { id: string; label: string };
  agent: string;
  human: string;
  server: string;
  tool: string;
};

export type ComparedPolicies = {
  /** Live instances looked at, and tools of them that the change cannot matter to (proved). */
  instances: number;
  unchanged: number;
  counts: Record<Impact["verdict"], number>;
  /** At most `rowsMax`, the widening first. */
  rows: ImpactRow[];
  truncated: boolean;
};

const rowsMax = 500;
const instancesMax = 2_000;
const batchSize = 100;

/**
 * What a change of policies would mean for every live instance: which tools become wider or narrower, with concrete calls
 * that have been decided by both sets. Nothing is stored.
 */
export async function comparePolicies(ctx: Ctx, { draft, version }: ComparePoliciesInput): Promise<ComparedPolicies> {
  requireScope(ctx, "policies:read");
  requireScope(ctx, "instances:read");
  const { no } = ctx.tenant;
  const next = await loadDraftSet(ctx, draft);
  const present = await loadDraftSet(ctx, undefined);
  const before = version === undefined ? present : await withVersion(ctx, present, draft.policy, version);

  const found = await tenantClient(no).instance.findMany({
    where: { status: "active" },
    select: { id: true },
    orderBy: { id: "desc" },
    take: instancesMax + 1,
  });
  const ids = found.slice(0, instancesMax).map(({ id }) => id);
  const counts: ComparedPolicies["counts"] = { wider: 0, narrower: 0, mixed: 0, unproved: 0 };
  const rows: ImpactRow[] = [];
  let unchanged = 0;
  for (let at = 0; at < ids.length; at += batchSize) {
    for (const one of await impactsOf(ctx, ids.slice(at, at + batchSize), before, next)) {
      if (one.impact === undefined) unchanged += 1;
      else {
        counts[one.impact.verdict] += 1;
        rows.push({ ...one.row, ...one.impact });
      }
    }
  }
  const order: Record<Impact["verdict"], number> = { wider: 0, mixed: 1, unproved: 2, narrower: 3 };
  rows.sort((a, b) => order[a.verdict] - order[b.verdict]);
  return {
    instances: ids.length,
    unchanged,
    counts,
    rows: rows.slice(0, rowsMax),
    truncated: rows.length > rowsMax || found.length > instancesMax,
  };
}

async function impactsOf(ctx: Ctx, instanceIds: readonly string[], before: PolicySet, next: PolicySet) {
  const { no } = ctx.tenant;
  const standings = (await loadStandings(no, instanceIds, null)).filter(({ consent }) => consent !== null);
  const tools = await loadToolsOf(no, [...new Set(standings.map(({ server }) => server.id))]);
  const offered = [...tools.values()].flat();
  const schemas = await loadSchemas(no, offered);
  const schemaOf = new Map(offered.map(({ id }, i) => [id, schemas[i]]));
  const found: { row: Omit<ImpactRow, keyof Impact>; impact: Impact | undefined }[] = [];
  for (const standing of standings) {
    const { server, instance, agent, human } = standing;
    // Calls are decided in the same process, and get their turn.
    await setImmediate();
    for (const tool of tools.get(server.id) ?? []) {
      const asked = {
        ...standing,
        serverKey: server.key,
        toolName: tool.name,
        tool,
        inputSchema: schemaOf.get(tool.id),
      };
      const row = {
        instance: { id: instance.id, label: instance.label },
        ...{ agent: agent.slug, human: human.key, server: server.key, tool: tool.name },
      };
      found.push({ row, impact: impactOn(toCircumstances(asked, before, null), next) });
    }
  }
  return found;
}

/** The set in force, with one policy in an earlier version of it. */
async function withVersion(ctx: Ctx, set: PolicySet, id: string | undefined, version: number): Promise<PolicySet> {
  const row =
    id === undefined
      ? null
      : await tenantClient(ctx.tenant.no).policyVersion.findFirst({ where: { policyId: id, version } });
  if (row === null) throw notFound(`Version ${version} of the policy`);
  const then = { id: row.policyId, version, ...ruleOf(row), status: "active" as const };
  return toPolicySet(set.version, [...set.policies.filter((policy) => policy.id !== id), then]);
}
