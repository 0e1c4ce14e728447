import "server-only";
import { createHmac } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { AuditEvent, EventKept } from "../event";
import { openPayload, type PayloadPart } from "../payload";
import type { PayloadAbsence, PayloadPartView } from "./payload-view";

/** A row of `audit.payload` as the view reads it. */
export type StoredPart = {
  salt: Buffer;
  ciphertext: Buffer;
  expires_at: Date;
  erased_at: Date | null;
  expired: boolean;
};

const whys: Record<PayloadAbsence, string> = {
  none: "This event has none.",
  dropped: "The rules of the time did not let it be stored.",
  expired: "It was deleted when its time had passed.",
  erased: "It was erased.",
  unwritten: "The gateway stopped before it could be stored.",
  sealed: "It was sealed with another COUNTERSIGN_SECRET than the present one, and cannot be opened without that.",
  changed: "What is stored is not what the event committed to: it was changed in the database. Nothing of it is shown.",
  missing: "It should be stored and is not: it was removed from the database by other means than expiry or erasure.",
};

const absent = (state: PayloadAbsence): PayloadPartView => ({ state, why: whys[state] });

/** One part of what is stored of a call, held against what its event committed to. */
export function readPart(
  tenantNo: number,
  uuid: string,
  part: PayloadPart["part"],
  event: AuditEvent,
  row: StoredPart | undefined,
  nowMs: number,
): PayloadPartView {
  const said: EventKept | null = part === "arguments" ? event.arguments : event.result;
  if (said === null) return absent("none");
  if (row?.erased_at != null) return absent("erased");
  if (said.commitment === undefined) return absent("dropped");
  if (row === undefined) return absent(whyGone(event, said, nowMs));
  if (row.expired) return absent("expired");
  let value: unknown;
  try {
    value = openPayload(tenantNo, uuid, row.ciphertext, part);
  } catch {
    return absent("sealed");
  }
  const commitment = createHmac("sha256", row.salt).update(canonicalJson(value)).digest("base64url");
  if (commitment !== said.commitment) return absent("changed");
  const { redacted = [], dropped = 0, truncated = 0 } = said;
  return { state: "kept", value, redacted, dropped, truncated, expiresAt: row.expires_at.toISOString() };
}

function whyGone(event: AuditEvent, { keptUntil }: EventKept, nowMs: number): PayloadAbsence {
  if (event.outcome === "unknown") return "unwritten";
  // Events of before did not say until when: nothing can be told of them but that it is gone.
  return keptUntil !== undefined && Date.parse(keptUntil) > nowMs ? "missing" : "expired";
}
