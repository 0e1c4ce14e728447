import { bodyBytesMax } from "../exchange";

/** How much of a body that is too large is still read. */
const patienceBytes = 4 * bodyBytesMax;

/**
 * The whole body, or undefined where it is larger than `bodyBytesMax`. What is too large is read on and thrown away for a
 * while: a client that is still sending would see a broken connection instead of the refusal.
 */
export async function readBody(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > patienceBytes) return undefined;
    if (size > bodyBytesMax) parts = [];
    else parts.push(piece);
  }
  if (size > bodyBytesMax) return undefined;
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts);
}
