import "server-only";
import { randomFillSync } from "node:crypto";

// Drawn from the system in pages: a system call for every 16 bytes is a large part of what writing an event costs.
const page = Buffer.alloc(8_192);
let used = page.length;

/** Fresh bytes of the system's cryptographic generator; at most 1,024 at a time. Never handed out twice. */
export function randomBytesOf(length: number): Buffer<ArrayBuffer> {
  if (length > 1_024) throw new RangeError("Draw at most 1,024 bytes at a time.");
  if (used + length > page.length) {
    randomFillSync(page);
    used = 0;
  }
  const bytes = Buffer.from(page.subarray(used, used + length));
  // What was given away does not stay behind.
  page.fill(0, used, used + length);
  used += length;
  return bytes;
}
