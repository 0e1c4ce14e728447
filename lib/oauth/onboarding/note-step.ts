import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import type { Note } from "./step";
import { storeNotes, type TimedNote } from "./store-notes";

/*
 * The doctor's notebook. Whoever serves a client writes a line and goes on: lines wait in memory for a moment and are stored
 * together. A flood, a database that is away or a process that is killed lose lines, and nothing else.
 */

const waitMs = 300;
const tenantsMax = 50;
const notesMax = 60;

type Queue = {
  waiting: Map<string, Map<string, TimedNote>>;
  timer?: NodeJS.Timeout | undefined;
  storing: Promise<void>;
};

// Next bundles routes, pages and instrumentation apart: one queue a process lies on the global object.
const shared = globalThis as { countersignNotes?: Queue };
shared.countersignNotes ??= { waiting: new Map(), storing: Promise.resolve() };
const queue = shared.countersignNotes;

/** Notes one step of a client that is connecting, for the connection doctor. Costs next to nothing, waits for nothing, never throws. */
export function noteStep(note: Note): void {
  let notes = queue.waiting.get(note.tenant);
  if (!notes) {
    if (queue.waiting.size >= tenantsMax || note.tenant.length > 100 || note.tenant.includes("\0")) return;
    notes = new Map();
    queue.waiting.set(note.tenant, notes);
  }
  // The same step of the same client counts once, as its last.
  const key = JSON.stringify([note.step, note.clientId, note.server, note.ip, note.userAgent]);
  if (notes.size >= notesMax && !notes.has(key)) return;
  notes.delete(key);
  notes.set(key, { ...note, atMs: nowMs() });
  if (queue.timer) return;
  queue.timer = setTimeout(() => void flushNotes(), waitMs);
  queue.timer.unref();
}

/** Stores what waits; at shutdown, and before somebody reads. Never throws. */
export function flushNotes(): Promise<void> {
  clearTimeout(queue.timer);
  queue.timer = undefined;
  const { waiting } = queue;
  queue.waiting = new Map();
  queue.storing = queue.storing.then(async () => {
    try {
      for (const [slug, notes] of waiting) await storeNotes(slug, [...notes.values()]);
    } catch {
      // The database is away: nobody waits for the rest, at shutdown least of all.
    }
  });
  return queue.storing;
}
