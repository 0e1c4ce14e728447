import "server-only";
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from "node:crypto";
import { rootSecret } from "./env";
import { randomBytesOf } from "./random";

/** What a derived key is for. Another purpose gives another key, so that one leaked use tells nothing of the rest. */
export type KeyPurpose =
  | "session-id"
  | "cursor"
  | "vault"
  | "payload"
  | "words"
  | "checkpoint"
  | "console-session"
  | "signing-key"
  | "registration"
  | "connection"
  | "setup-link"
  | "task";

const derived = new Map<KeyPurpose, Buffer>();

/** 32 bytes derived from COUNTERSIGN_SECRET for one purpose (HKDF-SHA-256, RFC 5869). */
export function keyFor(purpose: KeyPurpose): Buffer {
  let key = derived.get(purpose);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", rootSecret(), "countersign", purpose, 32));
    derived.set(purpose, key);
  }
  return key;
}

/** A bearer secret for the outside: prefix and 256 random bits. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

/** How bearer secrets are stored: they are random, so a plain SHA-256 is enough and fast. */
export const hashSecret = (secret: string): Uint8Array<ArrayBuffer> => new Uint8Array(hash("sha256", secret, "buffer"));

/** AES-256-GCM, `nonce ‖ tag ‖ ciphertext`; `about` is authenticated with it, so a sealed value cannot be moved elsewhere. */
export function seal(purpose: KeyPurpose, plain: string, about: string): Buffer<ArrayBuffer> {
  const nonce = randomBytesOf(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** The reverse of `seal`. Throws when anything was changed or the key is another one. */
export function unseal(purpose: KeyPurpose, sealed: Uint8Array, about: string): string {
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), sealed.subarray(0, 12)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
}
