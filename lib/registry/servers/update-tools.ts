import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { levels } from "@/lib/policy/level";
import { listTools } from "./list-tools";
import { updateTool } from "./update-tool";

/** What is said of many tools at once. What is left out stays as it is of each. */
export const UpdateToolsInput = z.object({
  /** `suggested`: of each tool its own. */
  level: z.enum([...levels, "suggested"]).optional(),
  enabled: z.boolean().optional(),
  /** Accepts the suggestion of those that wait for a look. A quarantined tool is looked at by itself. */
  review: z.literal("accepted").optional(),
});
export type UpdateToolsInput = z.infer<typeof UpdateToolsInput>;

/**
 * Changes tools of one server by their names, one after the other, each with its own event; gives how many there were. Tools that the
 * server no longer offers are left alone. Throws `invalid` where nothing is named or nothing is said, `not_found` for another server.
 */
export async function updateTools(
  ctx: Ctx,
  serverKey: string,
  names: readonly string[],
  { level, enabled, review }: UpdateToolsInput,
): Promise<number> {
  requireScope(ctx, "servers:write");
  if (names.length === 0) {
    const message = "No tool is chosen. Tick those to change, or choose all that were found.";
    throw invalid(message, [{ path: "which", message }]);
  }
  if (level === undefined && enabled === undefined && review === undefined) {
    const message = "Choose what to change: a level, whether they are enabled, or their review.";
    throw invalid(message, [{ path: "level", message }]);
  }
  const { items } = await listTools(ctx, serverKey);
  const wanted = new Set(names);
  const chosen = items.filter(({ name, state }) => wanted.has(name) && state !== "removed");
  for (const tool of chosen)
    await updateTool(ctx, serverKey, tool.name, {
      ...(level !== undefined && { level: level === "suggested" ? tool.levelSuggested : level }),
      ...(enabled !== undefined && { enabled }),
      ...(review !== undefined && tool.state === "review" && { review }),
    });
  return chosen.length;
}
