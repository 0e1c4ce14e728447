import type { CSSProperties } from "react";
import type { Outcome } from "@/lib/audit/event";

const hatch = (ink: string, angle: string) =>
  `repeating-linear-gradient(${angle}, var(${ink}) 0 2px, transparent 2px 3.5px)`;

export type OutcomeBar = { outcome: Outcome; word: string; fill: CSSProperties };

/** How each outcome fills its part of a bar, from the bottom up: by colour and by pattern, so that neither says it alone. */
export const outcomeBars: readonly OutcomeBar[] = [
  { outcome: "success", word: "Success", fill: { background: "var(--bar-success)" } },
  {
    outcome: "unknown",
    word: "Unknown",
    fill: { background: "var(--unknown-soft)", boxShadow: "inset 0 0 0 1px var(--unknown)" },
  },
  { outcome: "error", word: "Error", fill: { background: `${hatch("--error", "0deg")}, var(--error-soft)` } },
  { outcome: "denied", word: "Denied", fill: { background: `${hatch("--denied", "45deg")}, var(--denied-soft)` } },
];
