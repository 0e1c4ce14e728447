import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { conflict } from "@/lib/kernel/errors";
import { changed, fieldsOf, pick } from "../internal/changed";
import { aboutInstance, type InstanceRow } from "./instance-view";
import { afterSuspension, type Side } from "./suspension";

/**
 * Suspends or resumes an instance inside the transaction of a verb, and changes its label where one is given. One event; false,
 * without one, when it was so already. Throws `conflict` for one that is disconnected or was changed at the same moment, and
 * `forbidden` where only the other side may resume it.
 */
export async function setSuspension(
  tx: TenantTransaction,
  record: Recorder,
  before: InstanceRow,
  { side, status, label }: { side: Side; status?: "active" | "suspended" | undefined; label?: string | undefined },
): Promise<boolean> {
  if (before.status === "disconnected")
    throw conflict("This instance is disconnected and cannot be changed. Connect a new one.");
  const present: Pick<InstanceRow, "status" | "suspendedBy" | "label"> = {
    status: before.status,
    suspendedBy: before.suspendedBy,
    label: before.label,
  };
  const wanted = { ...(status !== undefined && afterSuspension(before, side, status)), label };
  const data = changed(present, wanted);
  const fields = fieldsOf(data);
  if (fields.length === 0) return false;
  // A change at the same moment wins: this one then finds nothing.
  const { count } = await tx.instance.updateMany({
    where: { id: before.id, status: before.status, suspendedBy: before.suspendedBy },
    data,
  });
  if (count === 0) throw conflict("This instance was changed by somebody else at the same moment. Look again.");
  const after = { ...before, ...data };
  await record({
    type: "instance.updated",
    ...aboutInstance(after),
    changes: { before: pick(present, fields), after: pick(after, fields) },
  });
  return true;
}
