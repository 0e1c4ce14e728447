import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { about } from "../internal/about";
import { changed, fieldsOf, pick } from "../internal/changed";
import { inOrder, Words } from "../internal/words";
import { type AgentView, agentParts, toAgentView } from "./agent-view";
import { getAgentRow } from "./get-agent-row";

export const UpdateAgentInput = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  status: z.enum(["active", "suspended"]).optional(),
  /** Replaces all of them. Policies can name agents by their tags. */
  tags: Words.optional(),
});
export type UpdateAgentInput = z.infer<typeof UpdateAgentInput>;

/** Changes what is given. Every instance of a suspended agent is denied from its next call on. Throws `not_found`. */
export async function updateAgent(ctx: Ctx, slug: string, input: UpdateAgentInput): Promise<AgentView> {
  requireScope(ctx, "agents:write");
  return write(ctx, async (tx, record) => {
    const before = await getAgentRow(tx, slug);
    const wanted = { ...input, ...(input.tags && { tags: inOrder(input.tags) }) };
    const data = changed({ name: before.name, status: before.status, tags: before.tags }, wanted);
    const fields = fieldsOf(data);
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toAgentView(before);
    }
    const after = await tx.agent.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
      data,
      include: agentParts,
    });
    await record({
      type: "agent.updated",
      ...about({ agent: after }),
      resource: { type: "agent", key: `agent|${after.slug}`, name: after.name },
      changes: { before: pick(before, fields), after: pick(after, fields) },
    });
    return toAgentView(after);
  });
}
