/** The only clock of the product. Tests may hold it still. */
let read: () => number = Date.now;

/** Milliseconds since the epoch. */
export const nowMs = (): number => read();
export const now = (): Date => new Date(read());

/** For tests: replaces the clock until the returned function is called. */
export function holdClock(at: () => number): () => void {
  read = at;
  return () => {
    read = Date.now;
  };
}
