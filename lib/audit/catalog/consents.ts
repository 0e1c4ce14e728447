import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { changed, instance, person, where } from "./words";

const theInstance = (event: Sparse): string => `${instance(event)} of ${person(event)}`;
const upTo = (level: string | undefined): string => (level === undefined ? "" : ` up to ${level}`);

/** What one instance may do on one server, as far as its human has agreed. */
export const consents = {
  "consent.granted": deed("Consents", {
    title: "Consent granted",
    did: "let",
    could: "let",
    rest: (event) => `${theInstance(event)} use ${where(event)}${upTo(changed(event, "after", "level"))}`,
  }),
  "consent.changed": deed("Consents", {
    title: "Consent changed",
    did: "narrowed",
    could: "narrow",
    rest: (event) => {
      const [from, to] = [changed(event, "before", "level"), changed(event, "after", "level")];
      const levels = from === undefined || to === undefined ? "" : ` from ${from} to ${to}`;
      return `what ${theInstance(event)} may do on ${where(event)}${levels}`;
    },
  }),
  "consent.revoked": deed("Consents", {
    title: "Consent revoked",
    did: "took",
    could: "take",
    rest: (event) => `${where(event)} away from ${theInstance(event)}`,
  }),
  "consent.expired": {
    family: "Consents",
    title: "Consent expired",
    sentence: (event) => `The consent of ${theInstance(event)} for ${where(event)} expired`,
  },
} as const satisfies Record<string, Kind>;
