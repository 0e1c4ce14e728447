import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { countLiveInstances } from "./count-live-instances";
import { getPolicyRow } from "./get-policy-row";
import { aboutPolicy, ruleOf, toTexts } from "./policy-view";
import { raiseVersion } from "./raise-version";

/** Takes a policy out of force from the next call on. Its versions stay, because old events point at them. Throws `not_found`. */
export async function deletePolicy(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "policies:write");
  await write(ctx, async (tx, record) => {
    await getPolicyRow(tx, id);
    const policySetVersion = await raiseVersion(tx, ctx);
    const { count } = await tx.policy.updateMany({
      where: { id, deletedAt: null },
      data: { deletedAt: now(), deletedSetVersion: policySetVersion },
    });
    if (count === 0) throw notFound(`The policy "${id}"`);
    // Read again now that nobody else can change it: the event carries the rule as it last was.
    const last = await tx.policy.findFirstOrThrow({ where: { id } });
    const rule = ruleOf(last);
    await record({
      type: "policy.deleted",
      ...aboutPolicy(last),
      changes: { before: rule, after: null },
      details: {
        liveInstances: await countLiveInstances(tx, [rule.scope]),
        policySetVersion,
        conditions: toTexts(rule),
      },
    });
  });
}
