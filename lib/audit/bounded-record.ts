import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import type { EventDraft } from "./draft";
import { recordNow } from "./journal";

/*
 * Refusals that somebody can cause as fast as they can send. The first ones of a minute are written as they are; those
 * that follow are counted, and one event says at the end of the minute how many there were, from when until when. Tool
 * calls never come this way. A process that is killed takes the count of at most one minute with it.
 */

export const windowMs = 60_000;

/** Those of a window that have no event of their own. */
type Left = { count: number; fromMs: number; untilMs: number; last: EventDraft };

type Window = {
  tenantNo: number;
  written: number;
  left: Left | undefined;
  timer: NodeJS.Timeout;
};

// One list a process, whichever of Next's bundles asks for it.
const shared = globalThis as { countersignRefusals?: Map<string, Window> };
const windows = (): Map<string, Window> => (shared.countersignRefusals ??= new Map());

/** Writes an event, or counts it among those of its kind. `key` says which are of a kind; `whole` how many are written in full. */
export async function recordBounded(
  tenantNo: number,
  key: string,
  draft: EventDraft,
  { whole }: { whole: number },
): Promise<void> {
  const window = windows().get(key) ?? open(tenantNo, key);
  if (window.written < whole) {
    window.written += 1;
    await recordNow(tenantNo, draft);
    return;
  }
  const atMs = nowMs();
  addTo(window, { count: 1, fromMs: atMs, untilMs: atMs, last: draft });
}

function open(tenantNo: number, key: string): Window {
  const window: Window = { tenantNo, written: 0, left: undefined, timer: later(key) };
  windows().set(key, window);
  return window;
}

function addTo(window: Window, more: Left): void {
  const { left } = window;
  window.left =
    left === undefined
      ? more
      : {
          count: left.count + more.count,
          fromMs: Math.min(left.fromMs, more.fromMs),
          untilMs: Math.max(left.untilMs, more.untilMs),
          last: left.untilMs > more.untilMs ? left.last : more.last,
        };
}

function later(key: string): NodeJS.Timeout {
  const timer = setTimeout(() => void close(key), windowMs);
  timer.unref();
  return timer;
}

/** Ends a window. While the database is away it stays open and counts on. */
async function close(key: string): Promise<void> {
  const window = windows().get(key);
  if (!window) return;
  const { left, tenantNo } = window;
  window.left = undefined;
  if (left === undefined) {
    windows().delete(key);
    return;
  }
  try {
    await recordNow(tenantNo, toSummary(left));
    // Whoever goes on gets another minute of counting, without being written in full first.
    clearTimeout(window.timer);
    window.timer = later(key);
  } catch {
    addTo(window, left);
    window.timer = later(key);
  }
}

const toSummary = ({ count, fromMs, untilMs, last }: Left): EventDraft => ({
  ...last,
  // It shows the last of them, and stands for them all.
  occurredAtMs: untilMs,
  details: {
    ...last.details,
    suppressed: { count, from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() },
  },
});

/** Writes what was counted so far; at shutdown. */
export async function flushBounded(): Promise<void> {
  const open = [...windows().keys()];
  await Promise.allSettled(open.map(close));
  for (const { timer } of windows().values()) clearTimeout(timer);
  windows().clear();
}
