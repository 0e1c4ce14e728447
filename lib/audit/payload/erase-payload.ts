import "server-only";
import { z } from "zod";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { readEventId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { getEvent } from "../query";
import { write } from "../write";

/** Why something is erased: it is on record for good, so it should not hold what was to be erased. */
export const Reason = z
  .string({ error: "Say why: it stays on record." })
  .trim()
  .min(3, "Say why: it stays on record.")
  .max(300);

export const ErasePayloadInput = z.strictObject({ reason: Reason });
export type ErasePayloadInput = z.infer<typeof ErasePayloadInput>;

/** `erased`: whether there was anything to erase. */
export type ErasedPayload = { event: string; erased: boolean };

/**
 * Erases what is stored of one call: arguments, result, salts, and the words that searches find it by. The event stays, and so does
 * every proof. Leaves `audit.payload_erased`. Throws `not_found`, and `conflict` where a legal hold keeps the call.
 */
export async function erasePayload(ctx: Ctx, eventId: string, { reason }: ErasePayloadInput): Promise<ErasedPayload> {
  requireScope(ctx, "payloads:write");
  const uuid = readEventId(eventId);
  if (uuid === undefined) throw notFound("The event");
  const event = await getEvent(ctx, eventId);
  return write(ctx, async (tx, record) => {
    const { erased, held } = await eraseStored(tx, ctx, [uuid]);
    if (held > 0) throw conflict("A legal hold keeps this call. Release the hold first.");
    if (erased === 0) record.nothing("Nothing was stored of this call.");
    else
      await record({
        type: "audit.payload_erased",
        resource: { type: "event", key: event.id, name: event.id },
        human: event.human && { ...event.human, name: null },
        details: { events: erased, held: 0, reason },
      });
    return { event: event.id, erased: erased > 0 };
  });
}

/** Erases what is stored of these events, within the transaction; says of how many, and how many are held. */
export async function eraseStored(
  tx: TenantTransaction,
  ctx: Ctx,
  uuids: readonly string[],
): Promise<{ erased: number; held: number }> {
  await nameTenant(tx, ctx);
  const rows = await tx.$queryRawUnsafe<{ held: boolean }[]>(
    "SELECT held FROM audit.erase_payloads($1::uuid[])",
    uuids,
  );
  const held = rows.filter((row) => row.held).length;
  return { erased: rows.length - held, held };
}

/** Row-level security and the erasing functions read the setting; it ends with the transaction. */
export async function nameTenant(tx: TenantTransaction, ctx: Ctx): Promise<void> {
  await tx.$executeRawUnsafe("SELECT set_config('app.tenant_no', $1, true)", String(ctx.tenant.no));
}
