import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { agent, changed, person, where } from "./words";

const ceilingOf = (event: Sparse): string => `the ceiling of ${person(event)} on ${where(event)}`;
const side = (word: "at" | "from" | "to", level: string | undefined): string =>
  level === undefined ? "" : ` ${word} ${level}`;

/** The ceiling: how much a human may delegate on one server. */
export const grants = {
  "grant.created": deed("Grants", {
    title: "Ceiling set",
    did: "set",
    could: "set",
    rest: (event) => `${ceilingOf(event)}${side("to", changed(event, "after", "ceiling"))}`,
  }),
  "grant.updated": deed("Grants", {
    title: "Ceiling changed",
    did: "changed",
    could: "change",
    rest: (event) =>
      `${ceilingOf(event)}${side("from", changed(event, "before", "ceiling"))}${side("to", changed(event, "after", "ceiling"))}`,
  }),
  "grant.deleted": deed("Grants", {
    title: "Ceiling removed",
    did: "removed",
    could: "remove",
    rest: (event) =>
      `${ceilingOf(event)}${side("at", changed(event, "before", "ceiling")).replace(" at ", ", which was ")}`,
  }),
  "access.requested": deed("Grants", {
    title: "Access requested",
    did: "asked",
    could: "ask",
    rest: (event) =>
      `for something to be granted to ${person(event)}${typeof event.server === "string" ? ` on ${event.server}` : ""}, for ${agent(event)} to use`,
  }),
  "access.refused": deed("Grants", {
    title: "Access refused",
    did: "refused",
    could: "refuse",
    rest: (event) =>
      `to grant ${person(event)} something${typeof event.server === "string" ? ` on ${event.server}` : ""}, for which they had asked`,
  }),
} as const satisfies Record<string, Kind>;
