"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { deletePolicy } from "@/lib/registry/policies/delete-policy";
import { policyFields } from "@/lib/registry/policies/policy-input";
import { updatePolicy } from "@/lib/registry/policies/update-policy";
import { PolicyFormInput } from "./_parts/policy-form-input";

const Id = z.string().min(1).max(100);

export const createPolicyAction = action({
  may: "policies:write",
  input: PolicyFormInput,
  run: createPolicy,
  refresh: paths.policies,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant, policy) => paths.policy(tenant, policy.id),
});

export const updatePolicyAction = action({
  may: "policies:write",
  input: PolicyFormInput.extend({ policy: Id }),
  run: (ctx, { policy, ...change }) => updatePolicy(ctx, policy, change),
  refresh: (tenant, policy) => paths.policy(tenant, policy.id),
});

/** Puts a policy into force or out of it, and leaves the rest of it alone. */
export const setPolicyStatusAction = action({
  may: "policies:write",
  input: z.strictObject({ policy: Id, status: policyFields.status }),
  run: (ctx, { policy, status }) => updatePolicy(ctx, policy, { status }),
  refresh: (tenant, policy) => paths.policy(tenant, policy.id),
});

export const deletePolicyAction = action({
  may: "policies:write",
  input: z.object({ policy: Id }),
  run: (ctx, { policy }) => deletePolicy(ctx, policy),
  refresh: paths.policies,
  // biome-ignore lint/suspicious/noThenProperty: as above
  then: paths.policies,
});
