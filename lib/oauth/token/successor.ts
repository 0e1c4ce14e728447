import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { randomBytesOf } from "@/lib/kernel/random";

/*
 * What came after a refresh token, kept so that only whoever holds the one that was exchanged can read it: the key follows from
 * that token, of which the database knows the hash only. Neither a copy of the database nor of its secrets opens it.
 */

const keyOf = (token: string): Buffer =>
  Buffer.from(hkdfSync("sha256", Buffer.from(token), "countersign", "refresh-successor", 32));

/** `nonce ‖ tag ‖ ciphertext` of AES-256-GCM. */
export function sealSuccessor(token: string, successor: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytesOf(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(token), nonce);
  const body = Buffer.concat([cipher.update(successor, "utf8"), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

/** Throws where it was sealed with another token, or changed. */
export function openSuccessor(token: string, sealed: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(token), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
}
