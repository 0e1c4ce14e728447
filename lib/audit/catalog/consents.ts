import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { agent, changed, instance, person, where } from "./words";

const theInstance = (event: Sparse): string => `${instance(event)} of ${person(event)}`;
const upTo = (level: string | undefined): string => (level === undefined ? "" : ` up to ${level}`);

const askedServer = ({ server }: Sparse): string => (typeof server === "string" ? ` on ${server}` : "");

const onServer = (event: Sparse): string => {
  const [from, to] = [changed(event, "before", "level"), changed(event, "after", "level")];
  const levels = from === undefined || to === undefined ? "" : ` from ${from} to ${to}`;
  return `what ${theInstance(event)} may do on ${where(event)}${levels}`;
};
const narrowed = deed("Consents", { title: "", did: "narrowed", could: "narrow", rest: onServer });
const widened = deed("Consents", { title: "", did: "widened", could: "widen", rest: onServer });

const ranks = ["low", "medium", "high"];

/** Whether any part of a changed consent says more than before: only its human can do that. */
function isWidened({ changes }: Sparse): boolean {
  const [before, after] = [changes?.before ?? {}, changes?.after ?? {}];
  const rank = (side: Readonly<Record<string, unknown>>) => ranks.indexOf(String(side["level"]));
  const [from, to] = [before["expiresAt"], after["expiresAt"]];
  const [out, still] = [before["excludedTools"], after["excludedTools"]];
  return (
    rank(after) > rank(before) ||
    ("expiresAt" in before && from !== null && (to === null || String(to) > String(from))) ||
    (Array.isArray(out) && Array.isArray(still) && out.some((tool) => !still.includes(tool)))
  );
}

/** What one instance may do on one server, as far as its human has agreed. */
export const consents = {
  "consent.granted": deed("Consents", {
    title: "Consent granted",
    did: "let",
    could: "let",
    rest: (event) => `${theInstance(event)} use ${where(event)}${upTo(changed(event, "after", "level"))}`,
  }),
  "consent.changed": {
    family: "Consents",
    title: "Consent changed",
    sentence: (event) => (isWidened(event) ? widened : narrowed).sentence(event),
  },
  "consent.revoked": deed("Consents", {
    title: "Consent revoked",
    did: "took",
    could: "take",
    rest: (event) => `${where(event)} away from ${theInstance(event)}`,
  }),
  "consent.refused": deed("Consents", {
    title: "Consent refused",
    did: "refused",
    could: "refuse",
    rest: (event) => `to let ${agent(event)} act for ${person(event)}${askedServer(event)}`,
  }),
  "consent.expired": {
    family: "Consents",
    title: "Consent expired",
    sentence: (event) => `The consent of ${theInstance(event)} for ${where(event)} expired`,
  },
} as const satisfies Record<string, Kind>;
