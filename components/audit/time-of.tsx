"use client";

import { toMomentWords } from "./moment-words";
import { useZone } from "./zone";
import { inZone } from "./zone-time";

/** A moment on the clock that the reader chose. */
export function TimeOf({ value }: { value: string }) {
  const zone = useZone();
  const says = toMomentWords(inZone(value, zone));
  return <time dateTime={value}>{zone === "utc" ? says : says.replace(/ UTC$/, "")}</time>;
}
