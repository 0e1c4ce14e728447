import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { levels } from "@/lib/policy/level";
import { raiseLimitsVersion } from "../limits/raise-limits-version";
import { getServerRow } from "./find-server-row";
import { type ToolView, toToolView } from "./server-view";
import { TimeoutSeconds } from "./update-server";

export const UpdateToolInput = z.object({
  level: z.enum(levels).optional(),
  enabled: z.boolean().optional(),
  /** Accepts a suggested level or a changed definition: the tool is no longer marked or quarantined. */
  review: z.literal("accepted").optional(),
  /** How long a call may stay without a sign of life, in seconds; null: as the server says. */
  timeoutSeconds: TimeoutSeconds.optional(),
});
export type UpdateToolInput = z.infer<typeof UpdateToolInput>;

/** Changes one tool, by name or slug. Acts on the next call. Setting a level also ends its review. Throws `not_found`. */
export async function updateTool(ctx: Ctx, serverKey: string, tool: string, input: UpdateToolInput): Promise<ToolView> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const server = await getServerRow(tx, serverKey);
    const before =
      (await tx.tool.findFirst({ where: { serverId: server.id, name: tool } })) ??
      (await tx.tool.findFirst({ where: { serverId: server.id, slug: tool } }));
    if (!before) throw notFound(`The tool "${tool}"`);

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
      data: wanted,
    });
    if (fields.includes("timeoutSeconds")) await raiseLimitsVersion(tx, ctx.tenant.no);
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
