import { canonicalJson } from "@/lib/kernel/canonical-json";
import { hashLeaf } from "./tree";

/**
 * The text that was hashed into a leaf, out of the stored body: the body itself, or for rows of the envelope's first version,
 * which did not keep their bytes, its canonical form. The body itself also where neither fits: then it was changed.
 */
export function envelopeOf(body: string, leaf: Uint8Array): string {
  if (hashLeaf(Buffer.from(body)).equals(leaf)) return body;
  try {
    const canonical = canonicalJson(JSON.parse(body));
    return hashLeaf(Buffer.from(canonical)).equals(leaf) ? canonical : body;
  } catch {
    return body;
  }
}
