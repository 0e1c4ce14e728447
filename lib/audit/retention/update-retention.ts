import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { write } from "../write";
import { namedTenant } from "./internal/about-tenant";
import { seeTenant } from "./internal/see-tenant";
import { defaultRetention, type Retention, retentionBounds } from "./retention-view";

const days = (field: keyof typeof retentionBounds) => {
  const { min, max } = retentionBounds[field];
  const message = `Say a whole number of days from ${min} to ${max}.`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
};

export const UpdateRetentionInput = z.strictObject({
  /** Days that events are kept. */
  days: days("days"),
  /** Days that stored arguments of calls are kept; 0 keeps none. */
  payloadDays: days("payloadDays"),
  /** As it was read: refused when somebody has changed the settings since. */
  version: z.coerce.number().int().min(0),
});
export type UpdateRetentionInput = z.infer<typeof UpdateRetentionInput>;

/**
 * Changes how long the tenant keeps its events and their arguments. What is then past its time goes with the next run, within
 * the hour; arguments that are stored already keep the time they were given. Throws `conflict` when `version` is not the present one.
 */
export async function updateRetention(ctx: Ctx, input: UpdateRetentionInput): Promise<Retention> {
  requireScope(ctx, "tenant:write");
  const tenant = await namedTenant(ctx);
  return write(ctx, async (tx, record) => {
    await seeTenant(tx, ctx.tenant.no);
    const [row] = await tx.$queryRaw<Retention[]>`
      SELECT days, payload_days AS "payloadDays", version FROM audit.retention WHERE tenant_no = ${ctx.tenant.no} FOR UPDATE`;
    const before = row ?? defaultRetention;
    const changed = conflict("Somebody else has changed these settings. Look at them again.", "version");
    if (before.version !== input.version) throw changed;
    const after: Retention = { days: input.days, payloadDays: input.payloadDays, version: before.version + 1 };
    if (before.days === after.days && before.payloadDays === after.payloadDays) {
      record.nothing("The settings are what they were.");
      return before;
    }
    const written = await tx.$executeRaw`
      INSERT INTO audit.retention AS r (tenant_no, days, payload_days, version)
      VALUES (${ctx.tenant.no}, ${after.days}, ${after.payloadDays}, ${after.version})
      ON CONFLICT (tenant_no) DO UPDATE SET days = excluded.days, payload_days = excluded.payload_days, version = excluded.version
        WHERE r.version = ${before.version}`;
    if (written === 0) throw changed;
    await record({
      type: "audit.retention_changed",
      ...tenant,
      changes: { before: toSettings(before), after: toSettings(after) },
    });
    return after;
  });
}

const toSettings = ({ days, payloadDays }: Retention) => ({ days, payloadDays });
