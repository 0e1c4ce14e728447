/** A duration as a person reads it. */
export const toMs = (ms: number): string =>
  ms < 10 ? `${Number(ms.toFixed(2))} ms` : `${Math.round(ms).toLocaleString("en")} ms`;
