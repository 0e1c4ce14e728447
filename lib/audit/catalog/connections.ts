import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { because, person, where } from "./words";

const theConnection = (event: Sparse): string => `the connection of ${person(event)} to ${where(event)}`;

/** A human's own OAuth connections to upstream servers (seeds S30, S31). */
export const connections = {
  "connection.created": deed("Connections", {
    title: "Connection created",
    did: "made",
    could: "make",
    rest: theConnection,
  }),
  "connection.reauthorized": deed("Connections", {
    title: "Connection authorized again",
    did: "authorized",
    could: "authorize",
    rest: (event) => `${theConnection(event)} again`,
  }),
  "connection.revoked": deed("Connections", {
    title: "Connection revoked",
    did: "revoked",
    could: "revoke",
    rest: theConnection,
  }),
  "connection.refresh_failed": {
    family: "Connections",
    title: "Connection refresh failed",
    sentence: (event) => `${capital(theConnection(event))} could not be refreshed${because(event)}`,
  },
  "connection.reauth_needed": {
    family: "Connections",
    title: "Connection needs its human",
    sentence: (event) => `${capital(theConnection(event))} has to be authorized again${because(event)}`,
  },
  "connection.expired": {
    family: "Connections",
    title: "Connection expired",
    sentence: (event) => `${capital(theConnection(event))} expired`,
  },
} as const satisfies Record<string, Kind>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
