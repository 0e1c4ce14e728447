import "server-only";
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { Queryable } from "@/lib/db/pool";
import { keyFor } from "@/lib/kernel/keys";
import { type Checkpoint, keyHashOf, toCheckpointText, toNote } from "./note";
import { keyIdOf, toKeyBytes, toPublicKey } from "./public-key";

/** What stands before the 32 bytes of an Ed25519 private key in its DER form (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

type Pair = { privateKey: KeyObject; publicKey: Buffer; keyId: string };
let pair: Pair | undefined;

/** The key of this installation: derived from COUNTERSIGN_SECRET, so that nothing in the database can sign. */
function ownPair(): Pair {
  if (!pair) {
    const der = Buffer.concat([pkcs8Prefix, keyFor("checkpoint")]);
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const publicKey = toKeyBytes(createPublicKey(privateKey));
    pair = { privateKey, publicKey, keyId: keyIdOf(publicKey) };
  }
  return pair;
}

/** A signature as files carry it: `publicKey` and `signature` in base64, 32 and 64 bytes. */
export type Signed = { keyId: string; publicKey: string; signature: string };

/**
 * Signs a text (Ed25519, RFC 8032) with the key that signs checkpoints. A text that could be taken for a checkpoint must never
 * come here: those begin with a host name, manifests with a brace.
 */
export function signText(text: string): Signed {
  const { privateKey, publicKey, keyId } = ownPair();
  return {
    keyId,
    publicKey: publicKey.toString("base64"),
    signature: sign(null, Buffer.from(text), privateKey).toString("base64"),
  };
}

/** The signed note of a checkpoint. */
export function signCheckpoint(checkpoint: Checkpoint): string {
  const { privateKey, publicKey } = ownPair();
  const text = toCheckpointText(checkpoint);
  return toNote(text, {
    name: checkpoint.origin,
    keyHash: keyHashOf(checkpoint.origin, publicKey),
    signature: sign(null, Buffer.from(text), privateKey),
  });
}

/** A public key that checkpoints of this installation are or were signed with. */
export type SigningKey = { keyId: string; publicKey: Buffer; createdAt: Date; current: boolean };

type KeyRow = {
  key_id: string;
  public_key: Buffer;
  created_at: Date;
  endorsed_by: string | null;
  endorsement: Buffer | null;
};

const endorsedText = (publicKey: Buffer) => `{"endorsed":"${publicKey.toString("base64")}"}`;

/**
 * The keys whose signatures count: the present one, and those that it has endorsed. A key that somebody has put into the
 * database is not among them.
 */
export async function trustedKeys(sql: Queryable): Promise<SigningKey[]> {
  const own = ownPair();
  const { rows } = await sql.query<KeyRow>(
    "SELECT key_id, public_key, created_at, endorsed_by, endorsement FROM audit.signing_key ORDER BY created_at DESC",
  );
  return rows.flatMap(({ key_id: keyId, public_key: publicKey, created_at: createdAt, endorsement }) => {
    const current = publicKey.equals(own.publicKey);
    const isEndorsed =
      endorsement !== null &&
      verify(null, Buffer.from(endorsedText(publicKey)), toPublicKey(own.publicKey), endorsement);
    return current || isEndorsed ? [{ keyId, publicKey, createdAt, current }] : [];
  });
}

/** The present key as its 32 bytes. */
export const ownPublicKey = (): Buffer => ownPair().publicKey;

/**
 * Puts the present key on record, in a transaction of the sealer. At its first appearance, and only then, it signs for the
 * keys of earlier secrets that are there.
 */
export async function recordKey(sql: Queryable): Promise<void> {
  const own = ownPair();
  const { rowCount } = await sql.query(
    "INSERT INTO audit.signing_key (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    [own.keyId, own.publicKey],
  );
  if (rowCount === 0) return;
  const { rows } = await sql.query<KeyRow>("SELECT key_id, public_key FROM audit.signing_key WHERE key_id <> $1", [
    own.keyId,
  ]);
  for (const { key_id: keyId, public_key: publicKey } of rows)
    await sql.query("UPDATE audit.signing_key SET endorsed_by = $2, endorsement = $3 WHERE key_id = $1", [
      keyId,
      own.keyId,
      sign(null, Buffer.from(endorsedText(publicKey)), own.privateKey),
    ]);
}
