import { deed } from "./deed";
import type { Kind } from "./kind";
import { what } from "./words";

/** How much may be called, by whom and on what. */
export const limits = {
  "limit.created": deed("Limits", {
    title: "Limit set",
    did: "set a limit:",
    could: "set a limit:",
    rest: what,
  }),
  "limit.updated": deed("Limits", {
    title: "Limit changed",
    did: "changed a limit; it is now",
    could: "change a limit to",
    rest: what,
  }),
  "limit.deleted": deed("Limits", {
    title: "Limit removed",
    did: "removed the limit:",
    could: "remove the limit:",
    rest: what,
  }),
} as const satisfies Record<string, Kind>;
