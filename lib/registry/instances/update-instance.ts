import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { InstanceLabel } from "./create-instance";
import { getInstanceRow } from "./get-instance-row";
import { type InstanceView, toInstanceView } from "./instance-view";
import { setSuspension } from "./set-suspension";

export const UpdateInstanceInput = z.strictObject({
  status: z.enum(["active", "suspended"]).optional(),
  label: InstanceLabel.optional(),
});
export type UpdateInstanceInput = z.infer<typeof UpdateInstanceInput>;

/**
 * Changes what is given; a suspended instance is denied from its next call on. One that its human has paused, too, stays suspended
 * when it is resumed here. Throws `not_found`, `conflict` for one that is disconnected, because its token is gone for good, and
 * `forbidden` for resuming one that only its human has paused.
 */
export async function updateInstance(ctx: Ctx, id: string, input: UpdateInstanceInput): Promise<InstanceView> {
  requireScope(ctx, "instances:write");
  return write(ctx, async (tx, record) => {
    const before = await getInstanceRow(tx, id);
    if (!(await setSuspension(tx, record, before, { side: "admin", ...input })))
      record.nothing("Every field already had the value given.");
    return toInstanceView(await getInstanceRow(tx, id));
  });
}
