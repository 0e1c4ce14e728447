import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { changed, fieldsOf, pick } from "../internal/changed";
import { InstanceLabel } from "./create-instance";
import { getInstanceRow } from "./get-instance-row";
import { aboutInstance, type InstanceView, instanceParts, toInstanceView } from "./instance-view";

export const UpdateInstanceInput = z.strictObject({
  status: z.enum(["active", "suspended"]).optional(),
  label: InstanceLabel.optional(),
});
export type UpdateInstanceInput = z.infer<typeof UpdateInstanceInput>;

/**
 * Changes what is given; a suspended instance is denied from its next call on. Throws `not_found`, and `conflict` for one that
 * is disconnected, because its token is gone for good.
 */
export async function updateInstance(ctx: Ctx, id: string, input: UpdateInstanceInput): Promise<InstanceView> {
  requireScope(ctx, "instances:write");
  return write(ctx, async (tx, record) => {
    const before = await getInstanceRow(tx, id);
    if (before.status === "disconnected")
      throw conflict("This instance is disconnected and cannot be changed. Connect a new one.");
    const { status } = before;
    const data = changed({ status, label: before.label }, input);
    const fields = fieldsOf(data);
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toInstanceView(before);
    }
    // A disconnection at the same moment wins: this update then finds nothing.
    const { count } = await tx.instance.updateMany({ where: { id: before.id, status }, data });
    if (count === 0) throw conflict("This instance was changed by somebody else at the same moment. Look again.");
    const after = await tx.instance.findFirstOrThrow({ where: { id: before.id }, include: instanceParts });
    await record({
      type: "instance.updated",
      ...aboutInstance(after),
      changes: { before: pick(before, fields), after: pick(after, fields) },
    });
    return toInstanceView(after);
  });
}
