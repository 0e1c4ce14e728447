import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { disconnectRow } from "../instances/disconnect-row";
import { type InstanceView, toInstanceView } from "../instances/instance-view";
import { getMyInstanceRow } from "./get-my-instance-row";

/** Ends an agent of the human who asks for good: its tokens are worth nothing from the next call on. Throws `not_found`. */
export async function revokeMyInstance(ctx: Ctx, id: string): Promise<InstanceView> {
  return write(ctx, async (tx, record) => {
    const before = await getMyInstanceRow(tx, ctx, id);
    if (!(await disconnectRow(tx, record, before))) record.nothing("It was disconnected already.");
    return toInstanceView(await getMyInstanceRow(tx, ctx, id));
  });
}
