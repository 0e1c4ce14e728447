"use client";

import { useSyncExternalStore } from "react";
import { toClock, toDay, toFull, toLocal, toPrecise, toRelative } from "./time-words";

export type TimeFormat = "relative" | "clock" | "day" | "full" | "precise";

const tickMs = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
const subscribeToNothing = () => () => {};
const tick = (): number => Math.floor(Date.now() / tickMs);

const words: Record<Exclude<TimeFormat, "relative">, (iso: string) => string> = {
  clock: toClock,
  day: toDay,
  full: toFull,
  precise: toPrecise,
};

/** A moment. Everything but `relative` is UTC; hovering shows UTC and the reader's own clock. */
export function Time({
  value,
  format = "relative",
  className,
}: {
  /** ISO 8601 in UTC. */
  value: string;
  format?: TimeFormat | undefined;
  className?: string | undefined;
}) {
  const relative = format === "relative";
  useSyncExternalStore(relative ? subscribe : subscribeToNothing, relative ? tick : () => 0, () => 0);
  return (
    // The server's "3 min ago" may be older than the browser's; React is told to let it stand until the next tick.
    <time
      dateTime={value}
      title={toPrecise(value)}
      className={className}
      onPointerEnter={(event) => {
        event.currentTarget.title = `${toPrecise(value)}\n${toLocal(value)}\n${toRelative(value, Date.now())}`;
      }}
      suppressHydrationWarning
    >
      {format === "relative" ? toRelative(value, Date.now()) : words[format](value)}
    </time>
  );
}
