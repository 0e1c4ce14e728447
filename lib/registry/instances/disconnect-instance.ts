import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { disconnectRow } from "./disconnect-row";
import { getInstanceRow } from "./get-instance-row";
import { type InstanceView, toInstanceView } from "./instance-view";

/**
 * Ends an instance for good: its tokens are worth nothing from the next call on. The row stays, so that its history has a name.
 * Doing it twice changes nothing. Throws `not_found`.
 */
export async function disconnectInstance(ctx: Ctx, id: string): Promise<InstanceView> {
  requireScope(ctx, "instances:write");
  return write(ctx, async (tx, record) => {
    const before = await getInstanceRow(tx, id);
    if (!(await disconnectRow(tx, record, before))) record.nothing("The instance already was disconnected.");
    return toInstanceView(await getInstanceRow(tx, id));
  });
}
