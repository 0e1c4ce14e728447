"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import type { ActionState } from "@/lib/console/action-state";
import { paths } from "@/lib/kernel/paths";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { deletePolicy } from "@/lib/registry/policies/delete-policy";
import { policyFields } from "@/lib/registry/policies/policy-input";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { restorePolicyVersion } from "@/lib/registry/policies/restore-policy-version";
import { updatePolicy } from "@/lib/registry/policies/update-policy";
import { type CheckedDraft, checkDraft } from "./_parts/check-draft";
import type { CheckedForm } from "./_parts/policy-form-frame";
import { PolicyCheckInput, PolicyFormInput } from "./_parts/policy-form-input";
import { versionsOf } from "./_parts/policy-paths";
import { typedIn, withTyped } from "./_parts/typed-again";

const Id = z.string().min(1).max(100);

const create = action({
  may: "policies:write",
  input: PolicyFormInput,
  run: createPolicy,
  refresh: paths.policies,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant, policy) => paths.policy(tenant, policy.id),
});

const update = action({
  may: "policies:write",
  input: PolicyFormInput.extend({ policy: Id }),
  run: (ctx, { policy, ...change }) => updatePolicy(ctx, policy, change),
  refresh: (tenant, policy) => paths.policy(tenant, policy.id),
});

const check = action({ may: "policies:write", input: PolicyCheckInput, run: checkDraft });

type Saved = ActionState<PolicyView | CheckedForm>;

/** One action for both buttons: without script a form has no room for the answers of two. */
const isCheck = (form: FormData): boolean => form.get("intent") === "check";

export async function createPolicyAction(tenant: string, _: Saved, form: FormData): Promise<Saved> {
  if (isCheck(form)) return checkPolicyAction(tenant, undefined, form);
  return withTyped(await create(tenant, undefined, form), form);
}

export async function updatePolicyAction(tenant: string, _: Saved, form: FormData): Promise<Saved> {
  if (isCheck(form)) return checkPolicyAction(tenant, undefined, form);
  return withTyped(await update(tenant, undefined, form), form);
}

/** Says what would become of what is in the form, and gives back what was typed, for a form without script. */
export async function checkPolicyAction(
  tenant: string,
  _: ActionState<CheckedForm>,
  form: FormData,
): Promise<ActionState<CheckedForm>> {
  form.delete("intent");
  const state: ActionState<CheckedDraft> = await check(tenant, undefined, form);
  if (state?.ok !== true) return withTyped(state, form);
  return { ok: true, result: { checked: state.result, values: typedIn(form) } };
}

/** Puts a policy into force or out of it, and leaves the rest of it alone. */
export const setPolicyStatusAction = action({
  may: "policies:write",
  input: z.strictObject({ policy: Id, status: policyFields.status }),
  run: (ctx, { policy, status }) => updatePolicy(ctx, policy, { status }),
  refresh: (tenant, policy) => paths.policy(tenant, policy.id),
});

export const restorePolicyVersionAction = action({
  may: "policies:write",
  input: z.strictObject({ policy: Id, version: z.number().int().min(1), note: policyFields.note }),
  run: (ctx, { policy, version, note }) =>
    restorePolicyVersion(ctx, policy, note === "" ? { version } : { version, note }),
  refresh: (tenant, policy) => versionsOf(tenant, policy.id),
});

export const deletePolicyAction = action({
  may: "policies:write",
  input: z.object({ policy: Id }),
  run: (ctx, { policy }) => deletePolicy(ctx, policy),
  refresh: paths.policies,
  // biome-ignore lint/suspicious/noThenProperty: as above
  then: paths.policies,
});
