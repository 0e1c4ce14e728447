import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { person, where } from "./words";

const theConnection = (event: Sparse): string => `the connection of ${person(event)} to ${where(event)}`;

/** A human's own OAuth connections to upstream servers (seeds S30, S31). */
export const connections = {
  "connection.created": deed("Connections", {
    title: "Connection created",
    did: "made",
    could: "make",
    rest: theConnection,
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
    sentence: (event) => `${capital(theConnection(event))} could not be refreshed`,
  },
  "connection.expired": {
    family: "Connections",
    title: "Connection expired",
    sentence: (event) => `${capital(theConnection(event))} expired`,
  },
} as const satisfies Record<string, Kind>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
