import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, notFound } from "@/lib/kernel/errors";
import { requireScope, type Scope } from "@/lib/kernel/scope";
import type { ActionState } from "./action-state";
import { clientOf } from "./client";
import { readForm } from "./internal/read-form";
import { findMemberCtx } from "./member-ctx";
import { currentUser } from "./session";
import { toActionState } from "./to-action-state";

/** What one form of the console does. */
type Deed<Input, Result> = {
  may: Scope;
  input: z.ZodType<Input>;
  run(ctx: Ctx, input: Input): Promise<Result>;
  /** The pages that show something else afterwards. */
  refresh?(tenant: string, result: Result): string | string[];
  /** Where to go afterwards; without it the form's page stays and gets the result. */
  then?(tenant: string, result: Result): string;
};

/**
 * A server action that runs one verb: finds the member, checks the permission before it looks at the form, parses, runs,
 * and translates the error. Bind it to the tenant of the page; the member is looked up anew at every call, so a bound
 * tenant that somebody changed gives nothing away. Made for `useActionState`, and works without JavaScript.
 */
export function action<Input, Result>({ may, input, run, refresh, then }: Deed<Input, Result>) {
  return async (tenant: string, _: ActionState<Result>, form: FormData): Promise<ActionState<Result>> => {
    const client = clientOf(await headers());
    let next: string | undefined;
    let result: Result;
    try {
      const user = await currentUser();
      if (!user) throw new HouseError("unauthenticated", "Your session has ended. Sign in again.");
      const ctx = await findMemberCtx(user, tenant, client, "console");
      if (!ctx) throw notFound(`The environment "${tenant}"`);
      requireScope(ctx, may);
      result = await run(ctx, readForm(input, form));
      for (const path of [refresh?.(tenant, result) ?? []].flat()) revalidatePath(path);
      next = then?.(tenant, result);
    } catch (error) {
      // Next's own ways of leaving (redirect, not found) are no errors.
      unstable_rethrow(error);
      return toActionState(error, client.requestId, form);
    }
    if (next !== undefined) redirect(next);
    return { ok: true, result };
  };
}
