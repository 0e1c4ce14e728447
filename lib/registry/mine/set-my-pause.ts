import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { type InstanceView, toInstanceView } from "../instances/instance-view";
import { setSuspension } from "../instances/set-suspension";
import { getMyInstanceRow } from "./get-my-instance-row";

/**
 * Pauses an agent of the human who asks, from its next call on, or takes their pause back. One that an administrator has suspended, too,
 * stays suspended. Throws `not_found`, `conflict` for a disconnected one, `forbidden` for resuming what only an administrator suspended.
 */
export async function setMyPause(
  ctx: Ctx,
  { instance, paused }: { instance: string; paused: boolean },
): Promise<InstanceView> {
  return write(ctx, async (tx, record) => {
    const before = await getMyInstanceRow(tx, ctx, instance);
    const status = paused ? "suspended" : "active";
    if (!(await setSuspension(tx, record, before, { side: "human", status })))
      record.nothing(paused ? "It was paused already." : "It was not paused.");
    return toInstanceView(await getMyInstanceRow(tx, ctx, instance));
  });
}
