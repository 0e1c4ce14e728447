import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { ActionState } from "./action-state";
import { clientOf } from "./client";
import { readForm } from "./internal/read-form";
import { toActionState } from "./to-action-state";

/**
 * The frame of a server action that belongs to no tenant (the first start, a human's own pages): runs the work, which says
 * when the form may be read, and translates what it throws. In a tenant, `action` does this and more.
 */
export async function runAction<T>(
  form: FormData,
  work: (read: <Input>(schema: z.ZodType<Input>) => Input) => Promise<T>,
): Promise<ActionState<T>> {
  const { requestId } = clientOf(await headers());
  try {
    return { ok: true, result: await work((schema) => readForm(schema, form)) };
  } catch (error) {
    // Next's own ways of leaving (redirect, not found) are no errors.
    unstable_rethrow(error);
    return toActionState(error, requestId, form);
  }
}
