/** What a browser needs to check an inclusion proof by itself. Hashes are hexadecimal. */
export type Inclusion = {
  envelope: string;
  leaf: string;
  index: number;
  size: number;
  path: readonly string[];
  root: string;
};

/** How checking ended: the envelope is not what was hashed, the path leads elsewhere, or all is well. */
export type InclusionResult = "included" | "other-content" | "other-tree";

/**
 * Checks that an envelope hashes to its leaf, and that the leaf's path leads to the root (RFC 6962 §2.1, RFC 9162 §2.1.3.2), with
 * the browser's own SHA-256.
 */
export async function checkInclusion(proof: Inclusion): Promise<InclusionResult> {
  const leaf = await sha256(Uint8Array.of(0), new TextEncoder().encode(proof.envelope));
  if (toHex(leaf) !== proof.leaf) return "other-content";
  let own = proof.index;
  let last = proof.size - 1;
  let root = leaf;
  if (own < 0 || own > last) return "other-tree";
  for (const hex of proof.path) {
    const other = fromHex(hex);
    if (last === 0) return "other-tree";
    if (own % 2 === 1 || own === last) {
      root = await sha256(Uint8Array.of(1), other, root);
      while (own % 2 === 0 && own !== 0) {
        own /= 2;
        last = Math.floor(last / 2);
      }
    } else root = await sha256(Uint8Array.of(1), root, other);
    own = Math.floor(own / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(root) === proof.root ? "included" : "other-tree";
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
