import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { AuditEvent } from "../event";
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
  /** The newest checkpoint of the log when the export ended: a signed note (C2SP tlog-checkpoint). */
  checkpoint: string | null;
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
  /** Leaf hashes of the events whose text comes next. */
  #hashes = "";
  #rows = 0;
  #first: AuditEvent | undefined;
  #last: AuditEvent | undefined;

  get rows(): number {
    return this.#rows;
  }

  addText(text: string): void {
    this.#bytes.update(text);
    this.#leaves.update(this.#hashes, "hex");
    this.#hashes = "";
  }

  addEvent(event: AuditEvent): void {
    this.#hashes += event.hash;
    this.#rows += 1;
    this.#first ??= event;
    this.#last = event;
  }

  /** The line that ends the file: the manifest and its Ed25519 signature over its canonical form (RFC 8785, RFC 8032). */
  end(
    rest: Pick<Manifest, "tenant" | "query" | "format" | "checkpoint" | "exportedAt" | "complete" | "nextCursor">,
  ): string {
    const unsigned = {
      version: 1 as const,
      ...rest,
      rows: this.#rows,
      firstEvent: this.#first?.id ?? null,
      lastEvent: this.#last?.id ?? null,
      firstSeq: this.#first?.seq ?? null,
      lastSeq: this.#last?.seq ?? null,
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
