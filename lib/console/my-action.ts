import "server-only";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, notFound } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import type { ActionState } from "./action-state";
import { clientOf } from "./client";
import { findHumanCtx } from "./human-ctx";
import { readForm } from "./internal/read-form";
import { currentUser } from "./session";
import { toActionState } from "./to-action-state";

/** What one form of a human's own pages does. */
type Deed<Input, Result> = {
  input: z.ZodType<Input>;
  run(ctx: Ctx, input: Input): Promise<Result>;
  /** Where to go afterwards; without it the form's page stays and gets the result. */
  then?(tenant: string, result: Result): string;
};

/**
 * A server action of a human about what is theirs: like `action`, and the human that whoever is signed in is in that environment is
 * looked up anew at every call. What they may touch is decided by the verb, by who they are.
 */
export function myAction<Input, Result>({ input, run, then }: Deed<Input, Result>) {
  return async (tenant: string, _: ActionState<Result>, form: FormData): Promise<ActionState<Result>> => {
    const client = clientOf(await headers());
    let result: Result;
    try {
      const user = await currentUser();
      if (!user) throw new HouseError("unauthenticated", "Your session has ended. Sign in again.");
      const ctx = await findHumanCtx(user, tenant, client);
      if (!ctx) throw notFound(`The environment "${tenant}"`);
      result = await run(ctx, readForm(input, form));
      revalidatePath(paths.me(), "layout");
    } catch (error) {
      // Next's own ways of leaving (redirect, not found) are no errors.
      unstable_rethrow(error);
      return toActionState(error, client.requestId, form);
    }
    if (then) redirect(then(tenant, result));
    return { ok: true, result };
  };
}
