import "server-only";
import { type Record as Recorder, toEventActor } from "@/lib/audit/write";
import type { Policy } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { checkRule } from "./check-rule";
import { countLiveInstances } from "./count-live-instances";
import { aboutPolicy, type PolicyRule, ruleOf, toTexts } from "./policy-view";
import { raiseVersion } from "./raise-version";
import { requireFit } from "./require-fit";
import { toColumns, toJson } from "./to-columns";

export type NewPolicy = PolicyRule & { note: string };

/** Adds a policy as version 1 inside the transaction of a verb, with its event. Throws `invalid` for an active one that is not fit to be. */
export async function insertPolicy(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  { note, ...rule }: NewPolicy,
): Promise<Policy> {
  const tenantNo = ctx.tenant.no;
  const setVersion = await raiseVersion(tx, ctx);
  const id = newId("policy");
  const findings = await checkRule(tx, { id, version: 1, ...rule });
  if (rule.status === "active") requireFit(findings, []);

  const columns = toColumns(rule);
  const policy = await tx.policy.create({
    data: { tenantNo, id, version: 1, ...columns, findings: findings.map(toJson) },
  });
  await tx.policyVersion.create({
    data: { tenantNo, policyId: id, version: 1, ...columns, setVersion, author: toEventActor(ctx.actor).key, note },
  });
  await record({
    type: "policy.created",
    ...aboutPolicy(policy),
    changes: { before: null, after: ruleOf(policy) },
    details: {
      liveInstances: await countLiveInstances(tx, [rule.scope]),
      policySetVersion: setVersion,
      note,
      conditions: toTexts(rule),
    },
  });
  return policy;
}
