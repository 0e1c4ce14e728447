import { describeError, log } from "@/lib/console/log";
import type { Ctx } from "@/lib/kernel/ctx";

export type Ended<T> = { ok: true; value: T } | { ok: false };

/** Work of a page that others need not wait for. It never rejects: what failed is logged, and said where it would have stood. */
export type Part<T> = { ended: Promise<Ended<T>>; soFar: () => Ended<T> | undefined };

/** Begins a part. `what` completes the sentence "… could not be read." for the log. */
export function startPart<T>(ctx: Ctx, what: string, work: () => Promise<T>): Part<T> {
  let soFar: Ended<T> | undefined;
  const ended = work()
    .then(
      (value): Ended<T> => ({ ok: true, value }),
      (error: unknown): Ended<T> => {
        log("error", `${what} could not be read.`, { requestId: ctx.requestId, ...describeError(error) });
        return { ok: false };
      },
    )
    .then((end) => {
      soFar = end;
      return end;
    });
  return { ended, soFar: () => soFar };
}

/** How long a page waits for its parts. What takes longer comes after the rest of it, and needs the browser's script to get into its place. */
export const patienceMs = 150;

/** Waits until every part has ended, `ms` at most; without `ms`, until then. */
export async function waitFor(parts: readonly (Part<unknown> | undefined)[], ms: number | undefined): Promise<void> {
  const all = Promise.all(parts.map((part) => part?.ended)).then(() => {});
  if (ms === undefined) return all;
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    all,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
