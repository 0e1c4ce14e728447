import { z } from "zod";

/** Headers that belong to the connection itself or to the caller, and may not carry an upstream's secret. */
const reservedHeaders: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "content-type",
  "transfer-encoding",
  "accept",
  "cookie",
  "mcp-session-id",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "last-event-id",
  "upgrade",
  "te",
  "trailer",
  "keep-alive",
]);

const printable = z.string().regex(/^[\x21-\x7e]+$/, "Use printable ASCII without blanks.");

/** A list, or as people write one: separated by blanks or commas. */
const Scopes = z.preprocess(
  (value) => (typeof value === "string" ? value.split(/[\s,]+/).filter((scope) => scope !== "") : value),
  z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, "A scope has no blanks, quotes or backslashes."))
    .max(50),
);

/** How the gateway signs in at a server. What is secret in it is sealed when stored and never shown again. */
export const ServerAuth = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({
    kind: z.literal("header"),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, "Use a header name such as Authorization or X-Api-Key.")
      .refine((name) => !reservedHeaders.has(name.toLowerCase()), "This header belongs to the protocol."),
    value: z
      .string()
      .min(1)
      .max(4000)
      .regex(/^[\x20-\x7e]+$/, "A header value is printable ASCII."),
  }),
  z.object({
    kind: z.literal("oauth"),
    /** A client that an admin registered at the authorization server; without one the gateway registers itself. */
    clientId: printable.max(500).optional(),
    clientSecret: printable.max(2000).optional(),
    scopes: Scopes.optional(),
  }),
]);
export type ServerAuth = z.infer<typeof ServerAuth>;
