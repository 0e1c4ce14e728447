import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { toEventId } from "@/lib/kernel/ids";
import type { StoredRow } from "../internal/read-row";
import { signText } from "../proof/signer";

/** What an exported file says of itself, so that whoever has it can tell whether it is whole and as it was written. */
export type Manifest = {
  version: 1;
  tenant: string;
  /** The search, as the parameters of its URL. */
  query: string;
  format: "csv" | "jsonl";
  rows: number;
  firstEvent: string | null;
  lastEvent: string | null;
  firstSeq: number | null;
  lastSeq: number | null;
  /** SHA-256 of every byte before the manifest, hexadecimal. */
  sha256: string;
  /** SHA-256 over the leaf hashes of the rows, in the order of the file, hexadecimal. */
  leaves: string;
  /**
   * A checkpoint of the log: a signed note (C2SP tlog-checkpoint). The newest when the export ended, or where rows carry proofs, the
   * newest when it began: the one that they lead to.
   */
  checkpoint: string | null;
  /** Only where rows carry proofs: how many do not, because the checkpoint does not cover them. */
  unproved?: number;
  exportedAt: string;
  /** False: there is more; `nextCursor` continues. */
  complete: boolean;
  nextCursor: string | null;
  keyId: string;
  publicKey: string;
};

/** Sums up a file while it is written. */
export class ManifestMaker {
  readonly #bytes = createHash("sha256");
  readonly #leaves = createHash("sha256");
  /** Leaf hashes of the rows whose text comes next. */
  #hashes = "";
  #rows = 0;
  #unproved = 0;
  #first: StoredRow | undefined;
  #last: StoredRow | undefined;

  addText(text: string): void {
    this.#bytes.update(text);
    this.#leaves.update(this.#hashes, "hex");
    this.#hashes = "";
  }

  addRow(row: StoredRow, isProved: boolean): void {
    this.#hashes += row.leaf;
    this.#rows += 1;
    if (!isProved) this.#unproved += 1;
    this.#first ??= row;
    this.#last = row;
  }

  /** The line that ends the file: the manifest and its Ed25519 signature over its canonical form (RFC 8785, RFC 8032). */
  end({
    isProved,
    ...rest
  }: Pick<Manifest, "tenant" | "query" | "format" | "checkpoint" | "exportedAt" | "complete" | "nextCursor"> & {
    isProved: boolean;
  }): string {
    const unsigned = {
      version: 1 as const,
      ...rest,
      rows: this.#rows,
      ...(isProved && { unproved: this.#unproved }),
      firstEvent: this.#first ? toEventId(this.#first.id) : null,
      lastEvent: this.#last ? toEventId(this.#last.id) : null,
      firstSeq: this.#first ? Number(this.#first.seq) : null,
      lastSeq: this.#last ? Number(this.#last.seq) : null,
      sha256: this.#bytes.digest("hex"),
      leaves: this.#leaves.digest("hex"),
    };
    // The key is part of what is signed; which key it is, only signing tells.
    const { keyId, publicKey } = signText("{}");
    const manifest: Manifest = { ...unsigned, keyId, publicKey };
    const { signature } = signText(canonicalJson(manifest));
    const line = JSON.stringify({ manifest, signature });
    return rest.format === "csv" ? `# manifest: ${line}\n` : `${line}\n`;
  }
}
