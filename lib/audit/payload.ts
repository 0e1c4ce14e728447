import "server-only";
import { createHmac } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { nowMs } from "@/lib/kernel/clock";
import { seal, unseal } from "@/lib/kernel/keys";
import { randomBytesOf } from "@/lib/kernel/random";
import type { TermRow } from "./internal/insert";
import { toWordNo, wordsOf } from "./internal/word";
import { mask } from "./redact";

/** Redacted arguments of a call, kept beside the log for a while: sealed, erasable, and committed to by the event. */
export type Payload = { part: "arguments"; value: unknown; salt: Buffer };

/** What is stored of a payload: the row as the batch statement takes it, and the words that find its event. */
export type PayloadRow = { columns: PayloadColumns; terms: readonly TermRow[] };

type PayloadColumns = {
  tenant_no: number;
  event_id: string;
  part: number;
  key_id: number;
  salt: string;
  ciphertext: string;
  expires_at: string;
};

const partNo = { arguments: 1 } as const;
const keyId = 1;
const keepDays = 30;

export const newPayload = (value: unknown): Payload => ({ part: "arguments", value, salt: randomBytesOf(16) });

/** What the event says of its payload without revealing it: HMAC-SHA-256 of its canonical form under the payload's own salt. */
export const payloadCommitment = (payload: Payload): string =>
  createHmac("sha256", payload.salt).update(canonicalJson(payload.value)).digest("base64url");

export function toPayloadRow(tenantNo: number, uuid: string, payload: Payload): PayloadRow {
  const columns = {
    tenant_no: tenantNo,
    event_id: uuid,
    part: partNo[payload.part],
    key_id: keyId,
    salt: payload.salt.toString("base64"),
    ciphertext: seal("payload", JSON.stringify(payload.value), about(tenantNo, uuid)).toString("base64"),
    expires_at: new Date(nowMs() + keepDays * 86_400_000).toISOString(),
  };
  const words = wordsIn(payload.value);
  return { columns, terms: words.map((word) => ({ tenant_no: tenantNo, word: toWordNo(tenantNo, word), id: uuid })) };
}

/** Most words of one call's arguments that searches find it by. */
const wordsMax = 12;

/** The first words of the texts and numbers in a value, each once. What was masked has none. */
function wordsIn(value: unknown, found: Set<string> = new Set()): string[] {
  if (found.size < wordsMax) {
    if (typeof value === "string") for (const word of value === mask ? [] : wordsOf(value)) found.add(word);
    else if (typeof value === "number") found.add(String(value));
    else if (typeof value === "object" && value !== null)
      for (const child of Object.values(value)) wordsIn(child, found);
  }
  return [...found].slice(0, wordsMax);
}

/** The value of a stored payload. Throws when it was tampered with or moved from another event. */
export const openPayload = (tenantNo: number, uuid: string, ciphertext: Buffer): unknown =>
  JSON.parse(unseal("payload", ciphertext, about(tenantNo, uuid)));

const about = (tenantNo: number, uuid: string) => `${tenantNo}/${uuid}`;
