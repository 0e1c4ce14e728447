import { canonicalJson } from "@/lib/kernel/canonical-json";
import { cutMark, cutText } from "./keep-value";

/** A value that is small enough to be stored, with its canonical form. `truncated`: how many bytes were cut off it. */
export type Fitted = { value: unknown; text: string; truncated: number };

/** Largest canonical form, in bytes of UTF-8, of the arguments or the result that are kept of one call. */
export const payloadBytesMax = 64 * 1024;

/** How much is left of every text and of every list or object, the milder first: the same value is always cut the same way. */
const rounds = [
  { chars: 16_384, items: 1_000, depth: 64 },
  { chars: 4_096, items: 250, depth: 64 },
  { chars: 1_024, items: 100, depth: 32 },
  { chars: 256, items: 40, depth: 16 },
  { chars: 64, items: 16, depth: 8 },
  { chars: 16, items: 5, depth: 5 },
] as const;
type Round = (typeof rounds)[number];

/**
 * Cuts a JSON value down to what may be stored: long texts, long lists, then depth, the least that is enough. Every place says how
 * much is missing. What was small enough is given back as it is.
 */
export function fitValue(value: unknown): Fitted {
  const whole = canonicalJson(value);
  // UTF-8 has at least a byte for each unit, and no more than three.
  if (whole.length * 3 <= payloadBytesMax) return { value, text: whole, truncated: 0 };
  const bytes = Buffer.byteLength(whole);
  if (bytes <= payloadBytesMax) return { value, text: whole, truncated: 0 };
  for (const round of rounds) {
    const room = { left: payloadBytesMax };
    const cut = shorten(value, round, 0, room);
    if (room.left < 0) continue;
    const text = canonicalJson(cut);
    const left = Buffer.byteLength(text);
    if (left <= payloadBytesMax) return { value: cut, text, truncated: Math.max(1, bytes - left) };
  }
  const nothing = cutMark(`${bytes} bytes`);
  return { value: nothing, text: canonicalJson(nothing), truncated: bytes };
}

/** What is left of the room, in bytes; below 0 nothing more is looked at, so that a round costs no more than what it may keep. */
type Room = { left: number };

function shorten(value: unknown, round: Round, depth: number, room: Room): unknown {
  if (room.left < 0) return null;
  room.left -= 1;
  if (typeof value === "string") return shortened(value, round, room);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= round.depth) return cutMark(`nested deeper than ${round.depth}`);
  if (Array.isArray(value)) {
    const kept = value.slice(0, round.items).map((item) => shorten(item, round, depth + 1, room));
    return value.length > round.items ? [...kept, cutMark(`${value.length - round.items} more`)] : kept;
  }
  const fields = Object.entries(value);
  const kept = fields
    .slice(0, round.items)
    .map(([key, child]): [string, unknown] => [shortened(key, round, room), shorten(child, round, depth + 1, room)]);
  if (fields.length > round.items) kept.push(["…", cutMark(`${fields.length - round.items} more`)]);
  return Object.fromEntries(kept);
}

function shortened(text: string, { chars }: Round, room: Room): string {
  room.left -= Math.min(text.length, chars);
  if (text.length <= chars) return text;
  // It may have been cut before; what counts is how long it was at first.
  const before = /\[truncated: (\d{1,12}) characters\]$/.exec(text.slice(-40))?.[1];
  return cutText(text, chars, before === undefined ? text.length : Number(before));
}
