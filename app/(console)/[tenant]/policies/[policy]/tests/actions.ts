"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { createPolicyTest } from "@/lib/registry/policies/create-policy-test";
import { deletePolicyTest } from "@/lib/registry/policies/delete-policy-test";
import { getPolicy } from "@/lib/registry/policies/get-policy";
import { updatePolicyTest } from "@/lib/registry/policies/update-policy-test";
import { testsOf } from "../../_parts/policy-paths";
import { PolicyTestFormInput } from "./_parts/test-form-input";

const Id = z.string().min(1).max(100);

/** Adds a test, or changes the one that the form was opened for. */
export const savePolicyTestAction = action({
  may: "policies:write",
  input: PolicyTestFormInput,
  run: async (ctx, { policy, test, fields }) => {
    if (test === undefined) await createPolicyTest(ctx, policy, fields);
    else await updatePolicyTest(ctx, policy, test, fields);
    return policy;
  },
  refresh: testsOf,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: testsOf,
});

export const deletePolicyTestAction = action({
  may: "policies:write",
  input: z.strictObject({ policy: Id, test: Id }),
  run: async (ctx, { policy, test }) => {
    await deletePolicyTest(ctx, policy, test);
    return policy;
  },
  refresh: testsOf,
});

/** The page runs them whenever it is shown; this shows it again. */
export const runPolicyTestsAction = action({
  may: "policies:read",
  input: z.strictObject({ policy: Id }),
  run: (ctx, { policy }) => getPolicy(ctx, policy),
  refresh: (tenant, policy) => testsOf(tenant, policy.id),
});
