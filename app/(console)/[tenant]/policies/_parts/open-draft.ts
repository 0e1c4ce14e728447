import { toCondition } from "@/components/policies/condition/to-condition";
import { toDraft } from "@/components/policies/condition/to-draft";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import type { Condition } from "@/lib/policy/condition/condition";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { type CheckedDraft, check } from "./check-draft";

/** What the editor shows before anybody has touched it. Undefined where what a scope names is gone: the editor then says so when it checks. */
export async function openDraft(ctx: Ctx, policy: PolicyView | undefined): Promise<CheckedDraft | undefined> {
  try {
    if (!policy) return await check(ctx, { name: "New policy", effect: "deny" });
    const { id, name, effect, status, scope, when, unless } = policy;
    return await check(ctx, { policy: id, name, effect, status, scope, when: asBuilt(when), unless: asBuilt(unless) });
  } catch (error) {
    if (isHouseError(error) && error.code === "invalid") return undefined;
    throw error;
  }
}

/** As the builder writes it, so that findings point into its tree. */
const asBuilt = (condition: Condition | null): Condition | null => toCondition(toDraft(condition)).condition;
