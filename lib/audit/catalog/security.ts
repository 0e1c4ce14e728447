import { deed } from "./deed";
import type { Kind, Sparse } from "./kind";
import { because, counted, person, what, who } from "./words";

/** How many it stands for, where it stands for several. */
const times = ({ details }: Sparse): string => {
  const suppressed = details?.["suppressed"];
  const count = typeof suppressed === "object" && suppressed !== null ? Reflect.get(suppressed, "count") : undefined;
  return typeof count === "number" && count > 0 ? ` (${counted(count, "time")})` : "";
};

export const security = {
  "auth.refused": {
    family: "Security",
    title: "Authentication refused",
    sentence: (event) => `${who(event)} was refused at ${what(event)}${because(event)}${times(event)}`,
  },
  "gateway.request.refused": {
    family: "Security",
    title: "Request refused",
    sentence: (event) => `A request of ${who(event)} was refused at ${what(event)}${because(event)}${times(event)}`,
  },
  "oauth.client.registered": deed("Security", {
    title: "OAuth client registered",
    did: "registered",
    could: "register",
    rest: (event) => `the OAuth client ${what(event)}`,
  }),
  "report.created": {
    family: "Security",
    title: "Reported by the human",
    sentence: (event) => `${who(event)} said that this should not have happened: ${what(event)}`,
  },
  "report.resolved": deed("Security", {
    title: "Report resolved",
    did: "resolved",
    could: "resolve",
    rest: (event) => `the report of ${person(event)} about ${what(event)}`,
  }),
  "oauth.client.updated": deed("Security", {
    title: "OAuth client updated",
    did: "updated",
    could: "update",
    rest: (event) => `the OAuth client ${what(event)}`,
  }),
  "oauth.client.deleted": deed("Security", {
    title: "OAuth client deleted",
    did: "deleted",
    could: "delete",
    rest: (event) => `the OAuth client ${what(event)}`,
  }),
  "oauth.key.rotated": {
    family: "Security",
    title: "Signing key rotated",
    sentence: (event) => `${who(event)} made a new key to sign access tokens with`,
  },
  "token.revoked": {
    family: "Security",
    title: "Token revoked",
    sentence: (event) => `${who(event)} gave an access token back`,
  },
  "token.reuse_detected": {
    family: "Security",
    title: "Token reuse detected",
    sentence: (event) => `${who(event)} presented a token that was used before`,
  },
} as const satisfies Record<string, Kind>;
