/** Most questions that one statement answers together. */
const batchMax = 200;

/**
 * Turns a loader of many into a loader of one: questions that arrive while the event loop turns, or while earlier ones
 * are being answered, share the next round trip. Every question is asked after it arrived, so an answer is never older
 * than its question.
 */
export function batched<Key, Answer>(
  load: (keys: readonly Key[]) => Promise<readonly Answer[]>,
  inFlightMax = 2,
): (key: Key) => Promise<Answer> {
  type Waiting = { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  const schedule = () => {
    if (scheduled || waiting.length === 0 || inFlight >= inFlightMax) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void run();
    });
  };

  const run = async () => {
    const batch = waiting.slice(0, batchMax);
    waiting = waiting.slice(batchMax);
    if (batch.length === 0) return;
    inFlight += 1;
    try {
      const answers = await load(batch.map((w) => w.key));
      batch.forEach((w, i) => {
        const answer = answers[i];
        if (answer === undefined) w.reject(new Error("A batch was answered incompletely."));
        else w.resolve(answer);
      });
    } catch (error) {
      for (const w of batch) w.reject(error);
    } finally {
      inFlight -= 1;
      schedule();
    }
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      schedule();
    });
}
