import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { insertPolicy } from "./insert-policy";
import { policyFields } from "./policy-input";
import { type PolicyView, toPolicyView } from "./policy-view";
import { requireConditions } from "./read-conditions";
import { readScope } from "./read-scope";

export const CreatePolicyInput = z.strictObject({
  name: policyFields.name,
  description: policyFields.description.optional(),
  effect: policyFields.effect,
  /** A draft where nothing is said. */
  status: policyFields.status.optional(),
  /** Everything where nothing is said. */
  scope: policyFields.scope.optional(),
  when: policyFields.when.optional(),
  unless: policyFields.unless.optional(),
  note: policyFields.note.optional(),
});
export type CreatePolicyInput = z.infer<typeof CreatePolicyInput>;

/**
 * Adds a policy. An active one counts from the next call on, in every process.
 * Throws `invalid` for a scope that names what does not exist, for a condition that cannot be read, and for an active policy
 * whose conditions do not fit the tools that it covers.
 */
export async function createPolicy(ctx: Ctx, input: CreatePolicyInput): Promise<PolicyView> {
  requireScope(ctx, "policies:write");
  const { when = null, unless = null } = requireConditions(input);
  return write(ctx, async (tx, record) => {
    const policy = await insertPolicy(tx, record, ctx, {
      name: input.name,
      description: input.description ?? "",
      effect: input.effect,
      status: input.status ?? "draft",
      scope: await readScope(tx, input.scope ?? {}),
      when,
      unless,
      note: input.note ?? "",
    });
    return toPolicyView(policy);
  });
}
