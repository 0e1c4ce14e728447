import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { disconnectRow } from "./disconnect-row";
import { getInstanceRow } from "./get-instance-row";
import { aboutInstance } from "./instance-view";

/**
 * Removes an instance with its consents and tokens; one that was still connected is disconnected first, with an event of its own.
 * What it did stays in the log, and reports about it stay without it. Throws `not_found`.
 */
export async function deleteInstance(ctx: Ctx, id: string): Promise<void> {
  requireScope(ctx, "instances:write");
  await write(ctx, async (tx, record) => {
    const instance = await getInstanceRow(tx, id);
    await disconnectRow(tx, record, instance);
    await tx.report.updateMany({ where: { instanceId: instance.id }, data: { instanceId: null } });
    const { count } = await tx.instance.deleteMany({ where: { id: instance.id } });
    if (count === 0) throw notFound(`The instance "${id}"`);
    await record({
      type: "instance.deleted",
      ...aboutInstance(instance),
      changes: { before: { label: instance.label, status: "disconnected" }, after: null },
    });
  });
}
