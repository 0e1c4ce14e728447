import "server-only";
import { z } from "zod";
import { getEvent, queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";

export const RefuseRequestInput = z.strictObject({
  /** The event that asks: `access.requested`. */
  event: z.string().min(1).max(100),
  /** For the human, who finds it in their own log. */
  why: z.string().trim().max(500).default(""),
});
export type RefuseRequestInput = z.infer<typeof RefuseRequestInput>;

/**
 * Answers a request for access with no: it waits no longer, and the human finds the answer among what happened under their authority.
 * Nothing else changes; who is refused may ask again, and a ceiling may still be set. Throws `not_found` where the event is no such
 * request, or its human is gone, `conflict` where it was refused before (two at the same moment both
 * count: each leaves its event, and nothing else comes of it), `forbidden` without events:read and grants:write.
 */
export async function refuseRequest(ctx: Ctx, { event, why }: RefuseRequestInput): Promise<void> {
  requireScope(ctx, "grants:write");
  const request = await getEvent(ctx, event);
  if (request.type !== "access.requested" || request.human === null) throw notFound(`A request for access "${event}"`);
  const { key } = request.human;
  const refusals = await queryAudit(ctx, {
    ...emptySearch(),
    ...{ human: [key], type: ["access.refused"], from: request.occurredAt, limit: 100 },
  });
  if (refusals.items.some(({ details }) => details["request"] === request.id))
    throw conflict("Somebody has refused this request already.");
  await write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, key);
    await record({
      type: "access.refused",
      human: { key: human.key, name: human.name, email: human.email },
      agent: request.agent,
      server: request.server,
      details: { request: request.id, ...(why !== "" && { why }) },
      refs: { human: { id: human.id, key: human.key } },
    });
  });
}
