import "server-only";
import { type Record as Recorder, toEventActor } from "@/lib/audit/write";
import type { Policy } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { changed, fieldsOf, pick } from "../internal/changed";
import { checkRule } from "./check-rule";
import { countLiveInstances } from "./count-live-instances";
import { getPolicyRow } from "./get-policy-row";
import { aboutPolicy, type PolicyRule, ruleOf, toTexts } from "./policy-view";
import { raiseVersion } from "./raise-version";
import { requireFit } from "./require-fit";
import { runTests } from "./run-tests";
import { toColumns, toJson } from "./to-columns";

/**
 * Makes the next version of a policy inside the transaction of a verb, with its event. Gives the row as it was when nothing
 * would change. Throws `invalid` when it would be active and is not fit to be, `conflict` when somebody else was faster.
 */
export async function saveVersion(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  before: Policy,
  change: { [F in keyof PolicyRule]?: PolicyRule[F] | undefined },
  { note, details = {} }: { note: string; details?: Record<string, unknown> },
): Promise<Policy> {
  const { id } = before;
  const tenantNo = ctx.tenant.no;
  const rule = ruleOf(before);
  const data = changed(rule, change);
  const fields = fieldsOf(data);
  if (fields.length === 0) {
    record.nothing("Every field already had the value given.");
    return before;
  }

  const setVersion = await raiseVersion(tx, ctx);
  const version = before.version + 1;
  const wanted: PolicyRule = { ...rule, ...data };
  // From here on nobody else changes policies, or re-checks them: the tools that are read are those that count.
  const findings = await checkRule(tx, { id, version, ...wanted });
  if (wanted.status === "active") requireFit(findings, await runTests(tx, ctx, { id, version, ...wanted }));

  const { count } = await tx.policy.updateMany({
    where: { id, version: before.version, deletedAt: null },
    data: { ...toColumns(data), version, findings: findings.map(toJson) },
  });
  if (count === 0) throw conflict("This policy was changed by somebody else at the same moment. Look again.");
  await tx.policyVersion.create({
    data: {
      tenantNo,
      policyId: id,
      version,
      ...toColumns(wanted),
      setVersion,
      author: toEventActor(ctx.actor).key,
      note,
    },
  });
  const after = await getPolicyRow(tx, id);
  await record({
    type: "policy.updated",
    ...aboutPolicy(after),
    changes: { before: pick(rule, fields), after: pick(wanted, fields) },
    details: {
      liveInstances: await countLiveInstances(tx, [rule.scope, wanted.scope]),
      policySetVersion: setVersion,
      note,
      conditions: toTexts(wanted),
      ...details,
    },
  });
  return after;
}
