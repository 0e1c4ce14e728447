import "server-only";

/** A call was cancelled, as one process tells the others: a hint, see there. */
export { onCancelled, tellCancelled } from "@/lib/db/changes";
