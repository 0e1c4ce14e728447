import { deed } from "./deed";
import type { Kind } from "./kind";
import { what } from "./words";

/** Signing in to the console and out of it. Said in every environment that the person reaches. */
export const sessions = {
  "session.created": deed("Sessions", { title: "Signed in", did: "signed in to", could: "sign in to", rest: what }),
  "session.ended": deed("Sessions", { title: "Signed out", did: "signed out of", could: "sign out of", rest: what }),
  "session.refused": deed("Sessions", {
    title: "Sign-in refused",
    did: "was refused at",
    could: "sign in to",
    rest: what,
  }),
} as const satisfies Record<string, Kind>;
