import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const environment = { resource: { type: "tenant", key: "acme", name: "Production" } } as const;
const session = z.string().describe("The session's id; its secret is in the cookie only.");
const method = z.enum(["password", "oidc"]).describe("How: by password, or at the identity provider.");

const suppressed = z
  .strictObject({ count: z.number().int(), from: z.string(), until: z.string() })
  .optional()
  .describe("Where the event stands for several like it: how many, and from when until when.");

export const sessions = {
  "session.created": {
    when: "Somebody signs in to the console. Said in every environment that they reach.",
    by: "The member.",
    todo: "Address and browser that are new for a member are worth a question.",
    carries: [],
    details: z.strictObject({
      session,
      method,
      loginTied: z
        .boolean()
        .optional()
        .describe("Whether it was their first login at the identity provider, which is theirs from then on."),
    }),
    example: { ...environment, details: { session: "ses_01kar5x4q8f6dvc9m3b7t2n0he", method: "password" } },
  },
  "session.ended": {
    when: "Somebody signs out. A session that runs out by itself (after a week) leaves nothing.",
    by: "The member.",
    todo: "Together with session.created: who was there, and when.",
    carries: [],
    details: z.strictObject({ session }),
    example: { ...environment, details: { session: "ses_01kar5x4q8f6dvc9m3b7t2n0he" } },
  },
  "session.refused": {
    when: "Somebody tries to sign in as a member and is refused. Where nobody has the e-mail, there is no environment to say it in.",
    by: "The member in whose name it was tried; whether it was them is not known.",
    todo: "Ask the member. reason says what was wrong, ip and userAgent where it came from.",
    carries: ["reason"],
    details: z.strictObject({ method }),
    example: {
      ...environment,
      outcome: "denied",
      reason: { code: "wrong_password", text: "the password was wrong" },
      details: { method: "password" },
    },
  },
} as const satisfies Record<string, Reference>;

export const security = {
  "auth.refused": {
    when: "A token or an API key is refused, or a known agent asks for a server that is not there. Of one instance and reason the first twenty a minute are written in full and then their number, of unknown clients thirty a minute; a refused tool call of a known token is always written. A request without any token leaves nothing.",
    by: "The agent or key where the credential is one that was known; else an unknown client or key.",
    todo: "A named instance that keeps trying has a client that somebody forgot. Unknown ones in numbers are somebody trying.",
    carries: ["human", "agent", "instance", "session", "traceId", "server", "decision", "reason"],
    details: z.strictObject({
      suppressed,
      notRecordedBefore: z
        .number()
        .int()
        .optional()
        .describe("How many refusals of unknown clients were not written before this one."),
    }),
    example: {
      actor: cast.cursor,
      human: cast.human,
      agent: cast.agent,
      instance: cast.instance,
      resource: cast.server,
      server: "linear",
      outcome: "denied",
      decision: "deny",
      reason: { code: "TOKEN_REFUSED", text: "The token was revoked." },
      surface: "mcp",
      userAgent: "cursor-vscode/2.1.4",
    },
  },
  "gateway.request.refused": {
    when: "A request with a good token goes no further before anything about it is decided: malformed, a batch, headers that disagree with the body, another's session, a method that is not offered, a foreign web page, too many streams, or a suspended client that asks for something other than a call. One that carries a tool call is always written; of the others the first of a minute and reason, and then their number.",
    by: "The agent whose token it was.",
    todo: "reason.code says which. HEADER_MISMATCH, SESSION_REFUSED and ORIGIN_REFUSED do not happen to honest clients: look at who had the token.",
    carries: ["human", "agent", "instance", "session", "traceId", "server", "tool", "decision", "reason"],
    details: z.strictObject({
      httpMethod: z.string().describe("GET, POST or DELETE."),
      method: z.string().optional().describe("The method of the message, where there was one."),
      suppressed,
    }),
    example: {
      actor: cast.cursor,
      human: cast.human,
      agent: cast.agent,
      instance: cast.instance,
      resource: cast.server,
      server: "linear",
      outcome: "denied",
      reason: { code: "MALFORMED_REQUEST", text: "Invalid request: batches are not supported." },
      surface: "mcp",
      userAgent: "cursor-vscode/2.1.4",
      details: { httpMethod: "POST" },
    },
  },
} as const satisfies Record<string, Reference>;

export const tenant = {
  "tenant.created": {
    when: "The environment comes into being: by the command line or at the first start. It is the first event of its log.",
    by: "The system.",
    todo: "Everything that follows belongs to this environment only.",
    carries: ["changes"],
    changed: z.strictObject({
      slug: z.string().describe("The name in addresses."),
      name: z.string().describe("The name that people see."),
      organization: z.string().describe("To whom it belongs."),
    }),
    example: {
      ...environment,
      actor: cast.system,
      surface: "cli",
      ip: null,
      userAgent: null,
      changes: { before: null, after: { slug: "acme", name: "Production", organization: "Acme" } },
    },
  },
} as const satisfies Record<string, Reference>;
