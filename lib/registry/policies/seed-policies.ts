import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { insertPolicy } from "./insert-policy";

/**
 * The one policy that a new tenant starts with, in the transaction that makes the tenant. Without it the default would deny every
 * call; it is an ordinary policy, so an admin sees, narrows or deletes it.
 */
export async function seedPolicies(tx: TenantTransaction, record: Recorder, ctx: Ctx): Promise<void> {
  await insertPolicy(tx, record, ctx, {
    name: "Allow what trust permits",
    description:
      "Allows every call that the trust ceiling permits: the lower of what an administrator granted the human and what the human consented to. Add deny policies to narrow it, or disable it to allow call by call.",
    effect: "allow",
    status: "active",
    scope: {},
    when: null,
    unless: null,
    note: "Made with the environment.",
  });
}
