import { hash, verify } from "node:crypto";
import { toPublicKey } from "./public-key";

/*
 * Checkpoints as others write and check them too: a C2SP tlog-checkpoint (origin, size, root) is the text of a C2SP signed-note
 * with an Ed25519 signature, whose key has the name of the origin.
 */

/** What a checkpoint says: the log that is called `origin` had this root when it had `size` leaves. */
export type Checkpoint = { origin: string; size: number; root: Buffer };

export type NoteSignature = { name: string; keyHash: string; signature: Buffer };

/** The text that is signed, with its last newline. */
export const toCheckpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;

/** The signed note of a text. */
export const toNote = (text: string, { name, keyHash, signature }: NoteSignature): string =>
  `${text}\n— ${name} ${Buffer.concat([Buffer.from(keyHash, "hex"), signature]).toString("base64")}\n`;

/** How a signed note names an Ed25519 key: four bytes, hexadecimal (C2SP signed-note, signature type 0x01). */
export const keyHashOf = (name: string, publicKey: Uint8Array): string =>
  hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([1]), publicKey]), "hex").slice(0, 8);

/** Takes a note apart; undefined for what is none. Nothing is verified. */
export function readNote(note: string): { text: string; signatures: NoteSignature[] } | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || note.length > 100_000) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of note
    .slice(end + 2)
    .split("\n")
    .slice(0, -1)) {
    const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (name === undefined || base64 === undefined) return undefined;
    const bytes = Buffer.from(base64, "base64");
    signatures.push({ name, keyHash: bytes.toString("hex", 0, 4), signature: bytes.subarray(4) });
  }
  return signatures.length === 0 ? undefined : { text: note.slice(0, end + 1), signatures };
}

/** What a note says as a checkpoint; undefined for what is none. Nothing is verified. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const read = readNote(note);
  const [origin, size, root, ...rest] = read?.text.split("\n") ?? [];
  if (!origin || size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || root === undefined || rest.length === 0)
    return undefined;
  const bytes = Buffer.from(root, "base64");
  if (bytes.length !== 32 || bytes.toString("base64") !== root) return undefined;
  return { origin, size: Number(size), root: bytes };
}

/** Whether one of these keys (32 bytes each) has signed the note under the origin's name. */
export function isSignedBy(note: string, origin: string, publicKeys: readonly Buffer[]): boolean {
  const read = readNote(note);
  if (!read) return false;
  return publicKeys.some((publicKey) => {
    const keyHash = keyHashOf(origin, publicKey);
    return read.signatures.some(
      (s) =>
        s.name === origin &&
        s.keyHash === keyHash &&
        s.signature.length === 64 &&
        verify(null, Buffer.from(read.text), toPublicKey(publicKey), s.signature),
    );
  });
}

/** The notes of a file that holds one after the other, in its order; what is none is left out. */
export function readNotes(file: string): string[] {
  const notes: string[] = [];
  let lines: string[] = [];
  let signed = false;
  const end = () => {
    const note = lines.join("\n");
    if (signed && readCheckpoint(`${note}\n`)) notes.push(`${note}\n`);
    lines = [];
    signed = false;
  };
  for (const line of file.replaceAll("\r\n", "\n").split("\n")) {
    const isSignature = line.startsWith("— ");
    if (signed && !isSignature) end();
    if (line === "" && lines.length === 0) continue;
    lines.push(line);
    signed = isSignature;
  }
  end();
  return notes;
}
