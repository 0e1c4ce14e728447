import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Human } from "@/lib/db/rows";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { about } from "../internal/about";
import { changed, fieldsOf, pick } from "../internal/changed";
import { inOrder, Words } from "../internal/words";
import { getHumanRow } from "./find-human-row";
import { type HumanView, personalOf, toHumanView } from "./human-view";

export const UpdateHumanInput = z.strictObject({
  status: z.enum(["active", "suspended"]).optional(),
  name: z.string().trim().min(1).max(120).nullable().optional(),
  /** Replaces all of them. Policies can name humans by their groups. */
  groups: Words.optional(),
});
export type UpdateHumanInput = z.infer<typeof UpdateHumanInput>;

/** Changes what is given. A suspended human's agents are denied from their next call on. Throws `not_found`. */
export async function updateHuman(ctx: Ctx, ref: string, input: UpdateHumanInput): Promise<HumanView> {
  requireScope(ctx, "humans:write");
  return write(ctx, async (tx, record) => {
    const before = await getHumanRow(tx, ref);
    const wanted = { ...input, ...(input.groups && { groups: inOrder(input.groups) }) };
    const data = changed({ status: before.status, name: before.name, groups: before.groups }, wanted);
    const fields = fieldsOf(data);
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toHumanView(before);
    }
    const after = await tx.human.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
      data,
    });
    await record({
      type: "human.updated",
      ...about({ human: after }),
      resource: { type: "human", key: after.key, name: after.key },
      changes: { before: pick(recorded(before), fields), after: pick(recorded(after), fields) },
    });
    return toHumanView(after);
  });
}

const recorded = (row: Human) => ({ status: row.status, name: personalOf(row, row.name), groups: row.groups });
