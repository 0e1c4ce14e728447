import "server-only";
import { z } from "zod";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { toEventActor, write } from "../write";
import { aboutHold, type HoldRow, type HoldScope, type HoldView, toHoldView } from "./hold-view";
import { seeTenant } from "./internal/see-tenant";

const Key = z.string().trim().min(1).max(254);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const PlaceHoldInput = z.strictObject({
  reason: z.string().trim().min(1, "Say why, for whoever will want to release it.").max(500),
  /** Key, id or e-mail address. */
  human: Key.optional(),
  /** Slug or id. */
  agent: Key.optional(),
  /** Key or id. */
  server: Key.optional(),
  /** Of the events, inclusive. */
  from: Instant.optional(),
  /** Of the events, exclusive. */
  to: Instant.optional(),
});
export type PlaceHoldInput = z.infer<typeof PlaceHoldInput>;

/**
 * Places a legal hold: the events that it covers, also those still to come, and their stored arguments stay until it is
 * released, whatever retention says. Throws `invalid` for a scope that names nothing the log knows: it would hold nothing.
 */
export async function placeHold(ctx: Ctx, input: PlaceHoldInput): Promise<HoldView> {
  requireScope(ctx, "tenant:write");
  const scope = await toScope(ctx, input);
  return write(ctx, async (tx, record) => {
    await seeTenant(tx, ctx.tenant.no);
    const [row] = await tx.$queryRaw<HoldRow[]>`
      INSERT INTO audit.legal_hold (tenant_no, id, scope, reason, created_by)
      VALUES (${ctx.tenant.no}, ${newId("hold")}, ${JSON.stringify(scope)}::jsonb, ${input.reason}, ${toEventActor(ctx.actor).key})
      RETURNING id, scope, reason, created_by, created_at, released_by, released_at`;
    if (!row) throw new Error("The hold that was just placed is not there.");
    await record({
      type: "audit.hold_placed",
      ...aboutHold(row.id, scope),
      changes: { before: null, after: { scope, reason: input.reason } },
    });
    return toHoldView(row);
  });
}

async function toScope(ctx: Ctx, { human, agent, server, from, to }: PlaceHoldInput): Promise<HoldScope> {
  const named = Object.entries({ human, agent, server }).filter(([, name]) => name !== undefined);
  const [second] = named.slice(1);
  if (second) throw invalid("Name a human, an agent or a server, not several.", [issue(second[0], "is one too many")]);
  if (from !== undefined && to !== undefined && from >= to)
    throw invalid("The end must be after the beginning.", [issue("to", "must be after the beginning")]);
  const scope: HoldScope = { from, to };
  for (const [kind, name] of named)
    if (isSubject(kind) && name !== undefined) scope[kind] = await keyOf(ctx, kind, name);
  return scope;
}

const issue = (path: string, message: string) => ({ path, message });

type Subject = "human" | "agent" | "server";
const isSubject = (kind: string): kind is Subject => kind === "human" || kind === "agent" || kind === "server";
const idPrefix: Record<Subject, string> = { human: "hum", agent: "agt", server: "srv" };

/** The key under which the log knows what somebody names by key, by id or, a human, by e-mail address. */
async function keyOf(ctx: Ctx, kind: Subject, name: string): Promise<string> {
  const { rows } = await withinTenant(ctx.tenant.no, (sql) =>
    sql.query<{ key: string }>(
      `SELECT d.key FROM audit.dim d
       WHERE d.tenant_no = $1 AND d.kind IN ('resource', $2) AND starts_with(d.ext_id, $3) AND (d.key = $4 OR d.ext_id = $4)
       UNION
       SELECT p.subject FROM audit.personal p WHERE $2 = 'human' AND p.tenant_no = $1 AND p.value = lower($4)
         AND starts_with(p.subject, 'human|')
       LIMIT 1`,
      [ctx.tenant.no, kind, `${idPrefix[kind]}_`, kind === "agent" ? name.replace(/^agent\|/, "") : name],
    ),
  );
  const [found] = rows;
  if (!found) {
    const message = `The log knows no ${kind} "${name}".`;
    throw invalid(message, [issue(kind, message)]);
  }
  return found.key;
}
