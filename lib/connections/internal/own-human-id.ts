import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { humansOfUser } from "@/lib/registry/humans/humans-of-user";

/** The human that whoever asks is in this tenant; undefined where they are none (an API key, the command line). */
export async function ownHumanId(ctx: Ctx): Promise<string | undefined> {
  if (ctx.actor.type === "human") return ctx.actor.id;
  if (ctx.actor.type !== "member") return undefined;
  const member = await database().member.findUnique({ where: { id: ctx.actor.id } });
  const [found] = member ? await humansOfUser(member.userId, ctx.tenant.slug) : [];
  return found?.human.id;
}
