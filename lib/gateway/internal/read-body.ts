import { bodyBytesMax } from "../exchange";

/** How much of a body that is too large is still read. */
const patienceBytes = 4 * bodyBytesMax;
/** Up to here a body is small, as nearly all are. */
export const smallBytes = 64 * 1024;
/** What all bodies together that are not small may hold while they are still being sent. */
const heldBytesMax = 128 * 1024 * 1024;

let heldBytes = 0;

/**
 * The whole body, or why it was not read: it is larger than `bodyBytesMax`, or so many large ones are being sent that their memory is
 * used up ("busy"). What is too large is read on and thrown away for a while: a client that is still sending would see a broken
 * connection instead of the refusal. Small ones are always read: a body is read before it is known whose it is, and strangers who send
 * large ones slowly shall keep nobody's calls out.
 */
export async function readBody(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array | "too large" | "busy"> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let held = 0;
  const hold = (bytes: number): void => {
    heldBytes += bytes - held;
    held = bytes;
  };
  try {
    for await (const piece of pieces) {
      size += piece.length;
      if (size > patienceBytes) return "too large";
      if (size > bodyBytesMax) {
        parts = [];
        hold(0);
        continue;
      }
      parts.push(piece);
      if (size > smallBytes) hold(size);
      if (size > smallBytes && heldBytes > heldBytesMax) return "busy";
    }
  } finally {
    hold(0);
  }
  if (size > bodyBytesMax) return "too large";
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts);
}
