import type { Instance } from "@/lib/db/rows";
import { forbidden } from "@/lib/kernel/errors";

/** On whose side an instance is suspended: by its human, or by an admin (a member or an API key). */
export type Side = "human" | "admin";

type State = Pick<Instance, "status" | "suspendedBy">;

/**
 * An instance after one side has suspended it, or taken its own suspension back: while the other side's stands, it stays suspended.
 * Throws `forbidden` where only the other side has suspended it. Not for a disconnected one.
 */
export function afterSuspension(present: State, side: Side, wanted: "active" | "suspended"): State {
  const other: Side = side === "human" ? "admin" : "human";
  // One that was suspended before sides were told apart was suspended by an admin.
  const by = present.status === "suspended" ? (present.suspendedBy ?? "admin") : null;
  if (wanted === "suspended") return { status: "suspended", suspendedBy: by === null || by === side ? side : "both" };
  if (by === other)
    throw forbidden(
      side === "human"
        ? "An administrator has suspended this agent. Only they can resume it."
        : "Its human has paused this agent. Only they can resume it.",
    );
  return by === "both" ? { status: "suspended", suspendedBy: other } : { status: "active", suspendedBy: null };
}
