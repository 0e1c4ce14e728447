import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { getPolicy } from "@/lib/registry/policies/get-policy";
import { listPolicyVersions } from "@/lib/registry/policies/list-policy-versions";
import type { PolicyVersionView, PolicyView } from "@/lib/registry/policies/policy-view";

/** A policy as it is; or, of a deleted one, as it last was: old events lead here and must not end in nothing. */
export type FoundPolicy = { policy: PolicyView | undefined; last: PolicyView | PolicyVersionView };

export async function findPolicy(ctx: Ctx, id: string): Promise<FoundPolicy> {
  try {
    const policy = await getPolicy(ctx, id);
    return { policy, last: policy };
  } catch (error) {
    if (!isHouseError(error) || error.code !== "not_found") throw error;
    const { items } = await listPolicyVersions(ctx, id, { limit: 1 });
    const [last] = items;
    if (!last) throw error;
    return { policy: undefined, last };
  }
}
