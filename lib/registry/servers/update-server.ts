import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "./find-server-row";
import { type ServerView, toServerView } from "./server-view";

export const ServerUrl = z
  .url({ protocol: /^https?$/, error: "Give the http(s) URL of a streamable HTTP MCP endpoint." })
  .max(2000)
  .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), "Credentials do not belong into the URL. Use a header instead.");

export const UpdateServerInput = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  description: z.string().trim().max(500).optional(),
  enabled: z.boolean().optional(),
  url: ServerUrl.optional(),
});
export type UpdateServerInput = z.infer<typeof UpdateServerInput>;

/** Changes what is given. Acts on the next call. Throws `not_found`. */
export async function updateServer(ctx: Ctx, key: string, input: UpdateServerInput): Promise<ServerView> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const before = await getServerRow(tx, key);
    const fields = (["name", "description", "enabled", "url"] as const).filter(
      (field) => input[field] !== undefined && input[field] !== before[field],
    );
    const toolCount = await tx.tool.count({ where: { serverId: before.id, state: { not: "removed" } } });
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toServerView(before, toolCount);
    }
    const pick = (row: UpdateServerInput) => Object.fromEntries(fields.map((field) => [field, row[field]]));
    const after = await tx.server.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
      data: pick(input),
    });
    await record({
      type: "resource.updated",
      server: after.key,
      resource: { type: "server", key: after.key, name: after.name },
      refs: { resource: { id: after.id, key: after.key } },
      changes: { before: pick(before), after: pick(after) },
    });
    return toServerView(after, toolCount);
  });
}
