"use server";

import { isSetupOpen, isSetupToken } from "@/lib/cli/setup-token";
import type { ActionState } from "@/lib/console/action-state";
import { runAction } from "@/lib/console/run-action";
import { signInWithPassword } from "@/lib/console/session";
import { forbidden } from "@/lib/kernel/errors";
import { CreateTenantInput, createTenant } from "@/lib/registry/tenants/create-tenant";

export type SetUp = { tenant: string; key: string };

const SetupInput = CreateTenantInput.required({ password: true });

/** One at a time: two submissions of the same link must not make two first owners. */
let previous: Promise<unknown> = Promise.resolve();

/** Makes the organization, its first environment and its owner, and signs the owner in. */
export async function setupAction(_: ActionState<SetUp>, form: FormData): Promise<ActionState<SetUp>> {
  return runAction(form, async (read) => {
    if (!isSetupToken(form.get("token"))) throw forbidden("This link is not valid.");
    form.delete("token");
    const input = read(SetupInput);
    const created = previous.then(async () => {
      if (!(await isSetupOpen())) throw forbidden("This link has done its work: the first owner exists. Sign in.");
      return createTenant(input, "console");
    });
    previous = created.catch(() => {});
    const { tenant, key } = await created;
    await signInWithPassword(input.owner, input.password);
    return { tenant: tenant.slug, key };
  });
}
