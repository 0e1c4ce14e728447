import "server-only";
import { hash } from "node:crypto";
import { keyFor } from "@/lib/kernel/keys";

let secret: string | undefined;

/**
 * A word as `audit.term` holds it: 64 bits of a SHA-256 over a secret, the tenant's number and the word, as a decimal for
 * PostgreSQL. Whoever reads the database without the product's secret learns which events share a word, and not which word. (What
 * HMAC adds to a keyed hash, nobody can use on a quarter of the digest; and it would cost a call three times as much.)
 */
export function toWordNo(tenantNo: number, word: string): string {
  secret ??= keyFor("words").toString("hex");
  return hash("sha256", `${secret}\n${tenantNo}\n${word.toLowerCase()}`, "buffer").readBigInt64BE().toString();
}

/** Longest value that is one word as a whole, and shortest and longest part of one. */
const wholeMax = 120;
const partMin = 3;
const partMax = 40;

/**
 * The words of a text: the whole of it where it is short, and its parts between blanks and punctuation. In lower case, each
 * once, in the order of the text.
 */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const whole = lower.trim();
  const words = whole.length <= wholeMax && whole !== "" ? [whole] : [];
  for (const part of lower.split(/[^\p{L}\p{N}_]+/u, 200)) {
    if (part.length >= partMin && part.length <= partMax) words.push(part);
  }
  return [...new Set(words)];
}
