import type { Receipt } from "@/lib/audit/journal";
import { toEventId } from "@/lib/kernel/ids";

/** What proves to the agent's side that the call is in the log (DESIGN §4, proof). */
export const toReceiptMeta = (receipt: Receipt): Record<string, unknown> => ({
  "countersign/auditEvent": { id: toEventId(receipt.eventId), leaf: receipt.leaf },
});
