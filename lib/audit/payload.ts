import "server-only";
import { createHmac } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { nowMs } from "@/lib/kernel/clock";
import { seal, unseal } from "@/lib/kernel/keys";
import { randomBytesOf } from "@/lib/kernel/random";
import type { TermRow } from "./internal/insert";
import { toWordNo, wordsOf } from "./internal/word";

/** One kept value, and its canonical form: what is sealed, and what the event commits to. */
export type PayloadPart = { part: "arguments" | "result"; value: unknown; text: string; salt: Buffer };

/** What is kept of one call beside the log for a while: sealed, erasable, and committed to by the event. */
export type Payload = { parts: readonly PayloadPart[]; expiresAtMs: number };

/** What is stored of a payload: rows as the batch statement takes them, and the words that find its event. */
export type PayloadRow = { columns: readonly PayloadColumns[]; terms: readonly TermRow[] };

type PayloadColumns = {
  tenant_no: number;
  event_id: string;
  part: number;
  key_id: number;
  salt: string;
  ciphertext: string;
  expires_at: string;
  words: readonly string[];
};

/** How a part is numbered in `audit.payload`. */
export const partNo = { arguments: 1, result: 2 } as const;
const keyId = 1;

/** How long payloads are kept where an environment says nothing else. */
export const keepDaysDefault = 30;
export const daysMs = (days: number): number => days * 86_400_000;

export const toPart = (part: PayloadPart["part"], value: unknown, text = canonicalJson(value)): PayloadPart => ({
  ...{ part, value, text },
  salt: randomBytesOf(16),
});

/** A payload of arguments alone, kept as long as is usual. */
export const newPayload = (value: unknown): Payload => ({
  parts: [toPart("arguments", value)],
  expiresAtMs: nowMs() + daysMs(keepDaysDefault),
});

/** What the event says of a kept value without revealing it: HMAC-SHA-256 of its canonical form under its own salt. */
export const commitmentOf = ({ salt, text }: Pick<PayloadPart, "salt" | "text">): string =>
  createHmac("sha256", salt).update(text).digest("base64url");

/** The commitment to the first part of a payload. */
export const payloadCommitment = ({ parts: [first] }: Payload): string => (first ? commitmentOf(first) : "");

export function toPayloadRow(tenantNo: number, uuid: string, { parts, expiresAtMs }: Payload): PayloadRow {
  const expiresAt = new Date(expiresAtMs).toISOString();
  const columns = parts.map(({ part, value, text, salt }) => ({
    tenant_no: tenantNo,
    event_id: uuid,
    part: partNo[part],
    key_id: keyId,
    salt: salt.toString("base64"),
    ciphertext: seal("payload", text, about(tenantNo, uuid, part)).toString("base64"),
    expires_at: expiresAt,
    // Kept with the value, so that they go with it.
    words: part === "arguments" ? wordsIn(value).map((word) => toWordNo(tenantNo, word)) : [],
  }));
  const terms = columns.flatMap(({ words }) => words.map((word) => ({ tenant_no: tenantNo, word, id: uuid })));
  return { columns, terms };
}

/** Most words of one call's arguments that searches find it by. */
const wordsMax = 12;

/** What stands in a kept value in the place of something else: no word of it is the caller's. */
const marks = /\[(?:masked|truncated|not kept)[^\]]{0,200}\]/g;

/** The first words of the texts and numbers in a value, each once. What was masked has none. */
function wordsIn(value: unknown, found: Set<string> = new Set()): string[] {
  if (found.size < wordsMax) {
    if (typeof value === "string") for (const word of wordsOf(value.replace(marks, " "))) found.add(word);
    else if (typeof value === "number") found.add(String(value));
    else if (typeof value === "object" && value !== null)
      for (const child of Object.values(value)) wordsIn(child, found);
  }
  return [...found].slice(0, wordsMax);
}

/** The value of a stored part. Throws when it was tampered with, moved from another event, or sealed with another secret. */
export const openPayload = (
  tenantNo: number,
  uuid: string,
  ciphertext: Buffer,
  part: PayloadPart["part"] = "arguments",
): unknown => JSON.parse(openPayloadText(tenantNo, uuid, ciphertext, part));

/** The same as it was sealed: the canonical form, which the event's commitment is of. */
export const openPayloadText = (
  tenantNo: number,
  uuid: string,
  ciphertext: Buffer,
  part: PayloadPart["part"],
): string => unseal("payload", ciphertext, about(tenantNo, uuid, part));

/** The result is sealed to its own place, so that it cannot stand in for the arguments. */
const about = (tenantNo: number, uuid: string, part: PayloadPart["part"]) =>
  part === "arguments" ? `${tenantNo}/${uuid}` : `${tenantNo}/${uuid}/${part}`;
