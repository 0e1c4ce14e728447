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
    when: "Somebody signs in. Said in every environment that they reach, as a member or as a human.",
    by: "The member, or the human where they are no member.",
    todo: "Address and browser that are new for a member are worth a question.",
    carries: [],
    details: z.strictObject({
      session,
      method,
      loginTied: z
        .boolean()
        .optional()
        .describe("Whether it was their first login at the identity provider, which is theirs from then on."),
      passwordDropped: z
        .boolean()
        .optional()
        .describe(
          "Whether the account had a password, which counts no more: the identity provider vouches for its e-mail now.",
        ),
    }),
    example: { ...environment, details: { session: "ses_01kar5x4q8f6dvc9m3b7t2n0he", method: "password" } },
  },
  "session.ended": {
    when: "Somebody signs out, here or from another browser of theirs. A session that runs out by itself (after a week) leaves nothing.",
    by: "The member, or the human where they are no member.",
    todo: "Together with session.created: who was there, and when.",
    carries: [],
    details: z.strictObject({ session }),
    example: { ...environment, details: { session: "ses_01kar5x4q8f6dvc9m3b7t2n0he" } },
  },
  "session.refused": {
    when: "Somebody tries to sign in as a member or a human and is refused. Where nobody has the e-mail, there is no environment to say it in.",
    by: "The member or human in whose name it was tried; whether it was them is not known.",
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

const refusedAtToken = {
  grantType: z.string().optional().describe("At the token endpoint: what kind of grant the client presented."),
  error: z.string().optional().describe("At the token endpoint: the OAuth error that it was answered with."),
};

const client = z.strictObject({
  clientId: z.string().describe("The client_id."),
  kind: z
    .enum(["cimd", "dcr", "manual"])
    .describe("How it came: by a metadata document, by registering itself, by an administrator."),
  status: z.enum(["active", "suspended"]).describe("Whether it may get tokens."),
  agent: z.string().describe("Slug of the agent that it was taken for."),
  name: z.string().nullable().describe("What it calls itself. Nobody has checked that."),
  redirectUris: z.array(z.string()).describe("Where it may get its answers."),
  grantTypes: z.array(z.string()).describe("How it may get tokens."),
  authMethod: z.string().describe("How it proves at the token endpoint that it is itself."),
  human: z.string().nullable().describe("Under whose authority it acts, where it gets tokens by itself."),
  secret: z.string().describe("That it was given a new secret; never the secret."),
});
const theClient = { type: "oauth_client", key: "cli_01kar1p8q6f2wvx3c9t5m7b0da", name: "Cursor" } as const;
const server = { type: "system", key: "oauth", name: "Authorization server" } as const;
const asAgent = { agent: cast.agent, actor: cast.cursor, surface: "mcp", userAgent: "cursor-vscode/2.1.4" } as const;

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
      ...refusedAtToken,
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
  "oauth.client.registered": {
    when: "An OAuth client becomes known: it registers itself, names itself by its metadata document, or an administrator makes it. The same again is the same client and leaves nothing.",
    by: "The authorization server where the client came by itself; else the member or API key that made it.",
    todo: "A client that registers itself has no rights before a human consents. Names are not checked; a metadata document proves its host.",
    carries: ["agent", "changes"],
    changed: client,
    example: {
      actor: server,
      agent: cast.agent,
      resource: theClient,
      surface: "mcp",
      changes: {
        before: null,
        after: {
          clientId: theClient.key,
          kind: "dcr",
          status: "active",
          agent: "cursor",
          name: "Cursor",
          redirectUris: ["cursor://anysphere.cursor-mcp/oauth/callback"],
          grantTypes: ["authorization_code", "refresh_token"],
          authMethod: "none",
        },
      },
    },
  },
  "oauth.client.updated": {
    when: "What counts of an OAuth client changes: an administrator changes it, it changes its own registration, or its metadata document says something else than before.",
    by: "The member or API key; or the authorization server, for what the client itself says.",
    todo: "New redirect URIs are places that tokens can go to: know whose they are.",
    carries: ["agent", "changes"],
    changed: client,
    example: {
      agent: cast.agent,
      resource: theClient,
      changes: { before: { status: "active" }, after: { status: "suspended" } },
    },
  },
  "oauth.client.deleted": {
    when: "An OAuth client goes: by an administrator, by itself, or because nobody used it for two weeks. Its instances are disconnected first, with an event each.",
    by: "The member or API key; the authorization server for those that went unused or gave themselves up.",
    todo: "Nothing, where it went unused.",
    carries: ["agent", "changes"],
    details: z.strictObject({ why: z.enum(["deleted", "unused"]).describe("Whether somebody did it, or time.") }),
    changed: client,
    example: {
      actor: server,
      agent: cast.agent,
      resource: theClient,
      surface: "system",
      ip: null,
      userAgent: null,
      changes: { before: { clientId: theClient.key, kind: "dcr", agent: "cursor" }, after: null },
      details: { why: "unused" },
    },
  },
  "oauth.key.rotated": {
    when: "Access tokens are signed with a new key from now on: the first one of the environment, or one that replaces another.",
    by: "The authorization server for the first; else the member or API key that asked for it.",
    todo: "Nothing: tokens that are out stay good, and the old key is published until they have expired.",
    carries: ["changes"],
    changed: z.strictObject({ kid: z.string().describe("The id of the key.") }),
    example: {
      resource: { type: "signing_key", key: "NzbLsXh8uDCcd", name: "NzbLsXh8uDCcd" },
      changes: { before: { kid: "kTd3n2uYw0PqS" }, after: { kid: "NzbLsXh8uDCcd" } },
    },
  },
  "token.revoked": {
    when: "A client gives one access token back (RFC 7009). Giving back a refresh token ends the instance and leaves agent.disconnected.",
    by: "The agent whose token it was.",
    todo: "Nothing: this is how a client signs out.",
    carries: ["human", "agent", "instance"],
    example: {
      ...asAgent,
      human: cast.human,
      instance: cast.instance,
      resource: { type: "instance", key: cast.instance.id, name: cast.instance.label },
    },
  },
  "token.reuse_detected": {
    when: "An authorization code is presented a second time, or a refresh token that was exchanged longer ago than the grace window. The instance is disconnected with it: somebody has a copy.",
    by: "The agent whose client presented it; whether it was that client is not known.",
    todo: "Ask the human whether they restored a backup or copied a configuration. If not, find out who had the token: ip and userAgent say where it came from.",
    carries: ["human", "agent", "instance", "reason"],
    details: z.strictObject({
      token: z.enum(["authorization_code", "refresh_token"]).describe("What was presented again."),
      firstUsedAt: z.string().describe("When it was exchanged."),
    }),
    example: {
      ...asAgent,
      human: cast.human,
      instance: cast.instance,
      resource: { type: "instance", key: cast.instance.id, name: cast.instance.label },
      outcome: "denied",
      reason: { code: "TOKEN_REUSED", text: "A refresh token was presented that had been exchanged before." },
      details: { token: "refresh_token", firstUsedAt: "2026-11-20T12:05:41.000Z" },
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

const tenantFields = z.strictObject({
  name: z.string().describe("What people call the environment."),
  countersign_whoami: z.boolean().describe("Whether this tool of the gateway's own is on."),
  countersign_can_i: z.boolean().describe("Likewise."),
  countersign_request_access: z.boolean().describe("Likewise."),
  registration: z.boolean().describe("Whether OAuth clients may register themselves."),
  documents: z.boolean().describe("Whether they may name themselves by a metadata document."),
  admitted: z.array(z.string()).describe("Places that their documents and redirect URIs have to be of; empty: any."),
  accessTokenSeconds: z.number().int().describe("How long an access token is good for."),
  refreshTokenDays: z.number().int().describe("How long a refresh token may lie unused."),
  graceSeconds: z.number().int().describe("How long an exchanged refresh token may come again."),
  consentDays: z.number().int().nullable().describe("Longest consent that a human may give."),
});

export const tenant = {
  "tenant.updated": {
    when: "The environment is renamed, a tool of the gateway's own is switched on or off, or how the environment's authorization server behaves is changed.",
    by: "The member or API key that changed it.",
    todo: "Opening registration or admitting more places lets more clients ask humans for consent.",
    carries: ["changes"],
    changed: tenantFields,
    example: { ...environment, changes: { before: { registration: true }, after: { registration: false } } },
  },
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
