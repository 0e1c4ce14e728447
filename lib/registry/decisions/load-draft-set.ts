import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Policy } from "@/lib/policy/policy";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { getPolicyRow } from "../policies/get-policy-row";
import { loadPolicySet } from "../policies/load-policy-set";
import { policyFields } from "../policies/policy-input";
import { ruleOf } from "../policies/policy-view";
import { requireConditions } from "../policies/read-conditions";
import { readScope } from "../policies/read-scope";

/** What a draft says of a policy. What is left out stays as it is, or in a new policy is what creating one would take. */
const DraftRule = z.strictObject({
  name: policyFields.name.optional(),
  description: policyFields.description.optional(),
  effect: policyFields.effect.optional(),
  scope: policyFields.scope.optional(),
  when: policyFields.when.optional(),
  unless: policyFields.unless.optional(),
});

/** One change of the policies in force: a policy as a draft has it, a new one, or one taken out. */
export const DraftInput = z
  .strictObject({
    /** Id of the policy that the draft is of; left out, it is a new one. */
    policy: z.string().min(1).max(100).optional(),
    /** Its rule, in force; null takes the policy out of force. Left out: the stored policy, in force, whatever its status is. */
    rule: DraftRule.nullish(),
  })
  .refine(({ policy, rule }) => policy !== undefined || (rule !== undefined && rule !== null), {
    error: "Name a policy, give a rule, or both.",
  });
export type DraftInput = z.infer<typeof DraftInput>;

/** Id of a drafted policy that is not stored. */
export const newPolicyId = "pol_draft";

/**
 * The policies in force, with a draft among them as if it were active. Without a draft it is the set that calls are decided by.
 * Throws `not_found` for a policy that is not there, and `invalid` for a rule that could not be saved.
 */
export async function loadDraftSet(ctx: Ctx, draft: DraftInput | undefined): Promise<PolicySet> {
  const db = tenantClient(ctx.tenant.no);
  const { policySetVersion } = await db.tenant.findUniqueOrThrow({
    where: { no: ctx.tenant.no },
    select: { policySetVersion: true },
  });
  const inForce = await loadPolicySet(ctx.tenant.no, policySetVersion);
  if (draft === undefined) return inForce;
  const drafted = await readDraft(ctx, draft);
  const others = inForce.policies.filter(({ id }) => id !== draft.policy);
  return toPolicySet(inForce.version, drafted ? [...others, drafted] : others);
}

async function readDraft(ctx: Ctx, { policy: id, rule }: DraftInput): Promise<Policy | undefined> {
  const db = tenantClient(ctx.tenant.no);
  const row = id === undefined ? undefined : await getPolicyRow(db, id);
  if (rule === null) return undefined;
  const { when, unless } = requireConditions({ when: rule?.when, unless: rule?.unless });
  const stored = row && { id: row.id, version: row.version, ...ruleOf(row) };
  const { scope } = rule ?? {};
  return {
    id: stored?.id ?? newPolicyId,
    version: stored?.version ?? 1,
    name: rule?.name ?? stored?.name ?? "Draft",
    description: rule?.description ?? stored?.description ?? "",
    effect: rule?.effect ?? stored?.effect ?? "deny",
    status: "active",
    scope: scope === undefined ? (stored?.scope ?? {}) : await db.$transaction((tx) => readScope(tx, scope)),
    when: when === undefined ? (stored?.when ?? null) : when,
    unless: unless === undefined ? (stored?.unless ?? null) : unless,
  };
}
