"use client";

import { type TimeRange, toTimeWords } from "./time-range";
import { useZone } from "./zone";

/** A range in words, on the reader's clock where that is what they chose. */
export function TimeWordsOf(range: TimeRange) {
  return toTimeWords(range, useZone());
}
