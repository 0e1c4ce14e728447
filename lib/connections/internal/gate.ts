/** Lets `max` works of one key, and `maxOfAll` together, run at a time; the others wait in line. Gives what the work gives. */
export function makeGate({ max, maxOfAll }: { max: number; maxOfAll: number }) {
  const running = new Map<string, number>();
  let all = 0;
  let waiting: { key: string; go: () => void }[] = [];

  const mayRun = (key: string): boolean => all < maxOfAll && (running.get(key) ?? 0) < max;
  const enter = (key: string): void => {
    all += 1;
    running.set(key, (running.get(key) ?? 0) + 1);
  };
  const leave = (key: string): void => {
    all -= 1;
    const left = (running.get(key) ?? 1) - 1;
    if (left === 0) running.delete(key);
    else running.set(key, left);
    const next = waiting.find((one) => mayRun(one.key));
    if (!next) return;
    waiting = waiting.filter((one) => one !== next);
    enter(next.key);
    next.go();
  };

  return async function through<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (mayRun(key)) enter(key);
    else await new Promise<void>((go) => waiting.push({ key, go }));
    try {
      return await work();
    } finally {
      leave(key);
    }
  };
}
