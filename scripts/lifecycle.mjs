/**
 * How a command that opens things runs and ends. Each thing says how to close it, and everything is closed in reverse
 * order however the command ends: by itself, by an error, by a signal.
 */
import { endRunning } from "./install.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * @param {(command: { signal: AbortSignal, step: Function, onClose: Function }) => Promise<number | (() => number)>} work
 *   gives the exit code, or a function that gives it when everything has been closed
 * @param {{ whenAsked: number }} options the exit code after SIGINT or SIGTERM
 */
export async function runCommand(work, { whenAsked }) {
  const asked = new AbortController();
  const stop = () => {
    asked.abort();
    endRunning();
  };
  // Ctrl-C in a terminal arrives twice, from the terminal and from npm: the second one means nothing more.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, stop);
  watchNpm(stop);

  const closers = [];
  let outcome;
  try {
    outcome = await work({
      signal: asked.signal,
      /** Awaits, and goes no further when somebody has asked us to stop meanwhile. */
      async step(promise) {
        const result = await Promise.race([promise, aborted(asked.signal)]);
        asked.signal.throwIfAborted();
        return result;
      },
      onClose: (close) => closers.push(close),
    });
  } catch (error) {
    outcome = 1;
    if (!asked.signal.aborted) complain(error);
  }
  for (const close of closers.reverse())
    try {
      await close();
    } catch (error) {
      outcome = 1;
      complain(error);
    }
  if (asked.signal.aborted) process.exit(whenAsked);
  process.exit(typeof outcome === "function" ? outcome() : outcome);
}

/** A refusal is a sentence for the person who typed the command. Anything else is a mistake of ours: all of it. */
export function complain(error) {
  console.error(error instanceof Refusal ? error.message : error);
}

/** Resolves when somebody has asked the command to stop. */
export function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/**
 * npm starts us through a shell. Where that shell is a process of its own, a signal to npm ends the shell and not us:
 * then we notice that our parent has changed.
 */
function watchNpm(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}
