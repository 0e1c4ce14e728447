import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { changed, person, what } from "./words";

/** Humans: those on whose behalf agents act. */
export const humans = {
  "human.created": deed("Humans", { title: "Human added", did: "added", could: "add", rest: person }),
  "human.updated": deed("Humans", { title: "Human updated", did: "updated", could: "update", rest: person }),
  "human.deleted": deed("Humans", { title: "Human deleted", did: "deleted", could: "delete", rest: person }),
  "human.invited": deed("Humans", {
    title: "Human invited",
    did: "made",
    could: "make",
    rest: (event) => `a link for ${person(event)} to sign in with`,
  }),
  "human.joined": deed("Humans", {
    title: "Human joined",
    did: "accepted",
    could: "accept",
    rest: (event) => `the invitation of ${person(event)}`,
  }),
  "human.erased": deed("Humans", {
    title: "Human erased",
    did: "erased",
    could: "erase",
    rest: (event) => `the name and e-mail of ${what(event)} from the log`,
  }),
} as const satisfies Record<string, Kind>;

const withRole = (event: Sparse, side: "before" | "after"): string => {
  const role = changed(event, side, "role");
  return `${what(event)}${role === undefined ? "" : ` as ${role}`}`;
};

/** Members: those who may use the console. */
export const members = {
  "member.created": deed("Members", {
    title: "Member added",
    did: "added",
    could: "add",
    rest: (event) => `the member ${withRole(event, "after")}`,
  }),
  "member.updated": deed("Members", {
    title: "Member's role changed",
    did: "changed",
    could: "change",
    rest: (event) => {
      const [from, to] = [changed(event, "before", "role"), changed(event, "after", "role")];
      return `the role of ${what(event)}${from === undefined || to === undefined ? "" : ` from ${from} to ${to}`}`;
    },
  }),
  "member.deleted": deed("Members", {
    title: "Member removed",
    did: "removed",
    could: "remove",
    rest: (event) => `the member ${what(event)}`,
  }),
} as const satisfies Record<string, Kind>;

const theKey = (event: Sparse): string => `the API key ${what(event)}`;

export const keys = {
  "key.created": deed("Keys", { title: "API key created", did: "created", could: "create", rest: theKey }),
  "key.deleted": deed("Keys", { title: "API key revoked", did: "revoked", could: "revoke", rest: theKey }),
} as const satisfies Record<string, Kind>;
