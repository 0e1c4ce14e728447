import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { levels } from "@/lib/policy/level";
import { raiseLimitsVersion } from "../limits/raise-limits-version";
import { getServerRow, lockServer } from "./find-server-row";
import { type ToolView, toToolView } from "./server-view";
import { TimeoutSeconds } from "./update-server";

export const UpdateToolInput = z.object({
  level: z.enum(levels).optional(),
  enabled: z.boolean().optional(),
  /** Accepts a suggested level or a changed definition: the tool is no longer marked or quarantined. */
  review: z.literal("accepted").optional(),
  /** How long a call may stay without a sign of life, in seconds; null: as the server says. */
  timeoutSeconds: TimeoutSeconds.optional(),
  /** The definition that was looked at. Where another is on record by now, nothing is changed. */
  definitionHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "This is not the hash of a definition: it has 64 digits, 0 to 9 and a to f.")
    .optional(),
});
export type UpdateToolInput = z.infer<typeof UpdateToolInput>;

/**
 * Changes one tool, by name or slug. Acts on the next call. Setting a level also ends its review. Accepting puts the definition on record
 * in force. Throws `not_found`, and `conflict` where the definition is not the one that was looked at.
 */
export async function updateTool(ctx: Ctx, serverKey: string, tool: string, input: UpdateToolInput): Promise<ToolView> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const server = await getServerRow(tx, serverKey);
    // A list that comes in meanwhile waits, or this does: nobody accepts what they have not seen.
    await lockServer(tx, ctx.tenant.no, server.id);
    const before =
      (await tx.tool.findFirst({ where: { serverId: server.id, name: tool } })) ??
      (await tx.tool.findFirst({ where: { serverId: server.id, slug: tool } }));
    if (!before) throw notFound(`The tool "${tool}"`);
    if (input.definitionHash !== undefined && input.definitionHash !== before.definitionHash)
      throw conflict(`${before.name} has another definition by now. Look at it again.`, "definitionHash");

    const reviewed =
      (input.review === "accepted" && before.state !== "removed") ||
      (input.level !== undefined && before.state === "review");
    const wanted = {
      level: input.level ?? before.level,
      enabled: input.enabled ?? before.enabled,
      state: reviewed ? ("current" as const) : before.state,
      timeoutSeconds: input.timeoutSeconds === undefined ? before.timeoutSeconds : input.timeoutSeconds,
    };
    const fields = (["level", "enabled", "state", "timeoutSeconds"] as const).filter(
      (field) => wanted[field] !== before[field],
    );
    if (fields.length === 0) {
      record.nothing("The tool already was as asked.");
      return toToolView(before);
    }
    const after = await tx.tool.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
      data: { ...wanted, ...(reviewed && { findings: [] }) },
    });
    if (fields.includes("timeoutSeconds")) await raiseLimitsVersion(tx, ctx.tenant.no);
    if (reviewed)
      await tx.toolDefinition.updateMany({
        where: { toolId: before.id, hash: before.definitionHash },
        data: { acceptedAt: now() },
      });
    const pick = (row: typeof wanted) => Object.fromEntries(fields.map((field) => [field, row[field]]));
    await record({
      type: "resource.updated",
      server: server.key,
      resource: { type: "tool", key: `${server.key}/${after.name}`, name: after.name },
      tool: { name: after.name, slug: after.slug, level: after.level, definitionHash: after.definitionHash },
      refs: { resource: { id: server.id, key: server.key }, tool: { id: after.id, key: after.name } },
      changes: { before: pick(before), after: pick(after) },
    });
    return toToolView(after);
  });
}
