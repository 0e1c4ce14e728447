import "server-only";
import { type Record as Recorder, toEventActor } from "@/lib/audit/write";
import type { Policy } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import type { Effect } from "@/lib/policy/decision";
import type { PolicyScope, PolicyStatus } from "@/lib/policy/policy";
import { countLiveInstances } from "./count-live-instances";
import { aboutPolicy, ruleOf } from "./policy-view";
import { raiseVersion } from "./raise-version";

export type NewPolicy = {
  name: string;
  description: string;
  effect: Effect;
  status: PolicyStatus;
  scope: PolicyScope;
  note: string;
};

/** Adds a policy as version 1 inside the transaction of a verb, with its event. */
export async function insertPolicy(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  { note, ...rule }: NewPolicy,
): Promise<Policy> {
  const tenantNo = ctx.tenant.no;
  const policySetVersion = await raiseVersion(tx, ctx);
  const policy = await tx.policy.create({ data: { tenantNo, id: newId("policy"), version: 1, ...rule } });
  await tx.policyVersion.create({
    data: { tenantNo, policyId: policy.id, version: 1, ...rule, author: toEventActor(ctx.actor).key, note },
  });
  await record({
    type: "policy.created",
    ...aboutPolicy(policy),
    changes: { before: null, after: ruleOf(policy) },
    details: { liveInstances: await countLiveInstances(tx, [rule.scope]), policySetVersion, note },
  });
  return policy;
}
