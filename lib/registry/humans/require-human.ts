import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden } from "@/lib/kernel/errors";

/** The first line of every verb that is a human's own to use: who they are. Throws `forbidden` for everybody else. */
export function requireHuman(ctx: Ctx): { id: string; key: string; email: string | null; name: string | null } {
  if (ctx.actor.type !== "human") throw forbidden("Only the human under whose authority it happens can do this.");
  const { id, key, email, name } = ctx.actor;
  return { id, key, email, name };
}
