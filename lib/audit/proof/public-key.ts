import { createPublicKey, hash, type KeyObject } from "node:crypto";

/** What stands before the 32 bytes of an Ed25519 public key in its DER form (RFC 8410 §4). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** An Ed25519 public key out of its 32 bytes. */
export const toPublicKey = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: "der", type: "spki" });

/** The 32 bytes of an Ed25519 public key. */
export const toKeyBytes = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-32);

/** What a key is called in files and answers: the first eight bytes of its SHA-256, hexadecimal. */
export const keyIdOf = (publicKey: Uint8Array): string => hash("sha256", publicKey, "hex").slice(0, 16);
