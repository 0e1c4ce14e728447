/**
 * Whatever the bench starts or writes is undone however it ends. A step is registered before the thing exists, so that
 * an interruption in the middle of a start still finds it.
 */

const steps = [];
let leaving;

/**
 * @param {() => unknown} orderly run newest first, one after the other, at the end or on a signal
 * @param {() => void} [forced] the same at once and without waiting, when the process ends before its time
 * @returns {() => void} takes the step back, for what was already stopped
 */
export function undoLater(orderly, forced) {
  const step = { orderly, forced };
  steps.push(step);
  return () => remove(step);
}

function remove(step) {
  const at = steps.indexOf(step);
  if (at >= 0) steps.splice(at, 1);
}

/** Runs every step, newest first. One that fails is told and does not keep the others from running. */
export function undoEverything() {
  leaving ??= (async () => {
    while (steps.length > 0) {
      // It stays in the list until it is done, so that a second Ctrl-C still finds it.
      const step = steps.at(-1);
      await Promise.resolve()
        .then(step.orderly)
        .catch((error) => console.error(`While cleaning up: ${error.message}`));
      remove(step);
    }
  })();
  return leaving;
}

/** Whether the bench is on its way out: what fails from now on fails because we stopped it. */
export const isLeaving = () => leaving !== undefined;

/** A terminal's Ctrl-C under npm arrives twice, from the terminal and from npm: only a later one means "at once". */
const ONE_KEYSTROKE_MS = 1000;

/** Ctrl-C and its like end the run in order; a second one ends it at once. */
export function undoOnSignals() {
  let askedAt;
  async function leave(code) {
    if (askedAt !== undefined && Date.now() - askedAt > ONE_KEYSTROKE_MS) process.exit(code);
    if (askedAt !== undefined) return;
    askedAt = Date.now();
    console.error("\nStopping …");
    await undoEverything();
    process.exit(code);
  }
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
    process.on(signal, () => leave(code));
  // A signal to npm may end only the shell between npm and us: then our parent changes.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event)
    setInterval(() => process.ppid !== parent && askedAt === undefined && leave(143), 500).unref();
  process.on("exit", () => {
    for (const { forced } of steps.reverse())
      try {
        forced?.();
      } catch {
        // what is already gone needs no force
      }
  });
}
