import "server-only";
import { z } from "zod";
import { present } from "@/lib/audit/present";
import { getEvent } from "@/lib/audit/query";
import { pool } from "@/lib/db/pool";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import { hasScope, requireScope } from "@/lib/kernel/scope";
import { kindsOfThings, type ThingRow, thingsSql } from "./things-sql";

/** Most things that are given of one kind. */
const eachMax = 8;

export const FindInput = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !text.includes("\0"), "holds a character that no name has"),
});
export type FindInput = z.infer<typeof FindInput>;

/** Something of the tenant by its name: what its page needs to be found, and how it is told from others. */
export type Thing = Omit<ThingRow, "kind"> & { kind: ThingRow["kind"] | "event" };

/**
 * What exists now and has `q` in its name, e-mail or key, or is named by exactly this id, with at most eight of each kind: the
 * better match first, what is gone (a removed tool, a disconnected instance) last. Of kinds that the asker may not read there are none.
 * Throws `forbidden` without tenant:read. What the log knows of things that exist no more is `suggestValues`.
 */
export async function findThings(ctx: Ctx, { q }: FindInput): Promise<{ items: Thing[] }> {
  requireScope(ctx, "tenant:read");
  const kinds = kindsOfThings.filter(({ may }) => hasScope(ctx.scopes, may));
  const [event, things] = await Promise.all([findEvent(ctx, q), findRows(ctx, kinds, q)]);
  return { items: [...event, ...things] };
}

async function findRows(ctx: Ctx, kinds: typeof kindsOfThings, text: string): Promise<ThingRow[]> {
  if (kinds.length === 0) return [];
  const { rows } = await pool().query<ThingRow>(thingsSql(kinds), [ctx.tenant.no, text.toLowerCase(), eachMax]);
  return rows;
}

async function findEvent(ctx: Ctx, id: string): Promise<Thing[]> {
  if (!hasScope(ctx.scopes, "events:read") || readEventId(id) === undefined) return [];
  try {
    const event = await getEvent(ctx, id);
    const { title, sentence } = present(event);
    return [{ kind: "event", key: event.id, name: sentence, note: title, within: null }];
  } catch (error) {
    // Another tenant's, or nobody's: the two must look the same.
    if (isHouseError(error) && error.code === "not_found") return [];
    throw error;
  }
}
