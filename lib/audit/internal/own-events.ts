import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";

/*
 * INVARIANT: a human reads what happened under their own authority, and nothing else. It follows from who asks and from nothing
 * that was asked: every reader of the log takes the numbers from here, and a reader that cannot be narrowed refuses humans.
 */

/** Says that the asker may read events: all of the tenant's by their scopes, or a human their own. Throws `forbidden`. */
export function requireReader(ctx: Ctx): void {
  if (ctx.actor.type !== "human") requireScope(ctx, "events:read");
}

/** For readers whose answer tells of the whole log. Throws `forbidden` for a human. */
export function refuseHuman(ctx: Ctx): void {
  if (ctx.actor.type === "human") throw forbidden("A human reads their own events only.");
}

/** The id of the one human whose events may be read; undefined for whoever may read all. */
export const ownHuman = ({ actor }: Ctx): string | undefined => (actor.type === "human" ? actor.id : undefined);

/**
 * The number that the log has for the asker, where they are a human: by their id, because a key can belong to somebody else after
 * a human was deleted. `none`: nothing ever happened under their authority. Undefined for whoever may read all.
 */
export async function ownNumber(sql: PoolClient, ctx: Ctx): Promise<number | "none" | undefined> {
  const id = ownHuman(ctx);
  if (id === undefined) return undefined;
  const { rows } = await sql.query<{ no: number }>(
    "SELECT no FROM audit.dim WHERE tenant_no = $1 AND kind = 'human' AND ext_id = $2",
    [ctx.tenant.no, id],
  );
  return rows[0]?.no ?? "none";
}
