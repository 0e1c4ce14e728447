import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const level = z.enum(["low", "medium", "high"]);
const onLinear = { human: cast.human, server: "linear", resource: cast.server } as const;
const consentOf = { ...onLinear, agent: cast.agent, instance: cast.instance } as const;

const asking = z.strictObject({
  clientId: z.string().describe("The OAuth client that asked."),
  redirect: z.string().describe("Host, or scheme of an app, that the answer goes to."),
});
const wanting = asking.partial().extend({
  askedAbout: z
    .string()
    .optional()
    .describe("The tool that the agent asks for, by its name on the aggregate endpoint."),
  why: z.string().optional().describe("What it says that it needs it for."),
});
const asked = { clientId: "https://cursor.com/.well-known/oauth-client.json", redirect: "www.cursor.com" };

const connectionFields = z.strictObject({
  id: z.string().describe("The connection."),
  status: z.enum(["connected", "needs_reauth", "revoked"]).describe("What state it is in."),
  issuer: z.string().nullable().describe("The authorization server that gave the tokens."),
  scopes: z.array(z.string()).describe("What the tokens may do there, in the server's own words."),
});
const connection = {
  id: "con_01kar2b7m1f3xvq9d5c8t6n4he",
  status: "connected",
  issuer: "https://auth.linear.app",
  scopes: ["read", "write"],
};
const dead = { ...connection, status: "needs_reauth" };
const byGateway = { actor: { type: "system", key: "gateway", name: "Gateway" }, surface: "mcp", ip: null } as const;

export const connections = {
  "connection.created": {
    when: "A human connected their own account at a server: they signed in there, agreed to the scopes, and the tokens were sealed. Outcome error: they came back without.",
    by: "The human.",
    todo: "Agents of this human reach the server as this account from now on. The scopes are the outer bound of what they can do there.",
    carries: ["human", "server", "changes", "error"],
    changed: connectionFields,
    example: {
      ...onLinear,
      actor: { type: "human", key: "human|alice", name: "Alice Adams" },
      changes: { before: null, after: connection },
    },
  },
  "connection.reauthorized": {
    when: "A human authorized a connection anew that there was already: it was dead, lacked scopes, or they wanted another account.",
    by: "The human.",
    todo: "Compare the scopes before and after: they may have grown.",
    carries: ["human", "server", "changes", "error"],
    changed: connectionFields,
    example: {
      ...onLinear,
      actor: { type: "human", key: "human|alice", name: "Alice Adams" },
      changes: { before: dead, after: connection },
    },
  },
  "connection.refresh_failed": {
    when: "The authorization server of an upstream refused to renew a human's access. Written once; the connection is needs_reauth from then on.",
    by: "The gateway.",
    todo: "The human is given the link with the next call. Many at once for one server: the registration of the gateway there is gone, or somebody revoked it.",
    carries: ["human", "server", "changes", "error"],
    changed: connectionFields,
    example: {
      ...onLinear,
      ...byGateway,
      outcome: "error",
      error: { type: "invalid_grant", message: "auth.linear.app refused: the refresh token was revoked" },
      changes: { before: connection, after: dead },
    },
  },
  "connection.expired": {
    when: "A human's access to a server ended, and the server had given nothing to renew it with.",
    by: "The gateway.",
    todo: "Nothing, unless it happens daily: then ask the server for the scope that allows refreshing (often offline_access).",
    carries: ["human", "server", "changes", "error"],
    changed: connectionFields,
    example: {
      ...onLinear,
      ...byGateway,
      outcome: "error",
      error: { type: "expired", message: "The access ended and cannot be renewed." },
      changes: { before: connection, after: dead },
    },
  },
  "connection.reauth_needed": {
    when: "A server refused a fresh credential of a human, or a call needed scopes that the connection does not have.",
    by: "The gateway.",
    todo: "The human is given the link with the call. error.type says which of the two it was; details name the scopes.",
    carries: ["human", "server", "changes", "error"],
    changed: connectionFields,
    details: z.looseObject({
      lackingScopes: z.array(z.string()).optional().describe("The scopes that the call lacked."),
    }),
    example: {
      ...onLinear,
      ...byGateway,
      outcome: "error",
      error: { type: "insufficient_scope", message: "Linear wants more scopes: admin." },
      changes: { before: connection, after: dead },
      details: { lackingScopes: ["admin"] },
    },
  },
  "connection.revoked": {
    when: "A human's connection to a server ends: they or an admin disconnected it, or it went with the human, the server, or the server's address.",
    by: "The human, or the member or API key that ended it.",
    todo: "details.upstream says whether the authorization server confirmed that the tokens are void. Where it did not, end the access there too if it matters.",
    carries: ["human", "server", "changes"],
    changed: connectionFields,
    details: z.looseObject({
      upstream: z
        .enum(["revoked", "failed", "not_offered", "nothing_left"])
        .optional()
        .describe("What became of the tokens at the authorization server; absent where it was not asked."),
      why: z.string().optional().describe("What it went with, where it was not ended by itself."),
    }),
    example: {
      ...onLinear,
      changes: { before: connection, after: null },
      details: { upstream: "revoked" },
    },
  },
} as const satisfies Record<string, Reference>;

const terms = z.strictObject({
  level: level.describe("Up to which level the instance may use tools."),
  expiresAt: z.string().nullable().describe("When the consent ends; null for never."),
  excludedTools: z.array(z.string()).describe("Tools that the human left out."),
});

export const consents = {
  "consent.granted": {
    when: "An instance may use a server from now on, as far as its human agreed.",
    by: "The human, or whoever connected the instance for them.",
    todo: "What counts is the lower of this level and the human's ceiling.",
    carries: ["human", "agent", "instance", "server", "changes"],
    changed: terms,
    example: {
      ...consentOf,
      changes: {
        before: null,
        after: { level: "medium", expiresAt: "2026-12-20T00:00:00.000Z", excludedTools: ["delete_project"] },
      },
    },
  },
  "consent.refused": {
    when: "A human is asked to let an agent act for them, and says no. Nothing was made, and the agent is told so.",
    by: "The human who was asked.",
    todo: "An agent that many people refuse, or that nobody here knows, is worth a look.",
    carries: ["human", "agent", "server"],
    details: asking,
    example: { human: cast.human, agent: cast.agent, resource: cast.theAgent, actor: cast.alice, details: asked },
  },
  "consent.changed": {
    when: "A consent is narrowed: a lower level, an earlier end, more tools left out; or its human widens it, up to the ceiling.",
    by: "The human; for narrowing also a member or an API key.",
    todo: "The field changes holds the terms that differ.",
    carries: ["human", "agent", "instance", "server", "changes"],
    changed: terms,
    example: { ...consentOf, changes: { before: { level: "medium" }, after: { level: "low" } } },
  },
  "consent.revoked": {
    when: "A server is taken away from an instance, by itself or because the server is removed. It acts on the next call.",
    by: "The member or API key that took it away, or the human.",
    todo: "Calls after it are denied with NO_CONSENT.",
    carries: ["human", "agent", "instance", "server", "changes"],
    changed: terms,
    example: {
      ...consentOf,
      changes: { before: { level: "medium", expiresAt: null, excludedTools: [] }, after: null },
    },
  },
} as const satisfies Record<string, Reference>;

const ceiling = z.strictObject({ ceiling: level.describe("How much the human may delegate on this server.") });

export const grants = {
  "grant.created": {
    when: "A human may delegate a server for the first time.",
    by: "The member or API key that set the ceiling.",
    todo: "This is where access begins: who gave it, and how much.",
    carries: ["human", "server", "changes"],
    changed: ceiling,
    example: { ...onLinear, changes: { before: null, after: { ceiling: "medium" } } },
  },
  "grant.updated": {
    when: "The ceiling of a human on a server is raised or lowered. Consents stay; what counts is the lower of both, from the next call on.",
    by: "The member or API key that changed it.",
    todo: "Raised ceilings are the ones to look at.",
    carries: ["human", "server", "changes"],
    changed: ceiling,
    example: { ...onLinear, changes: { before: { ceiling: "medium" }, after: { ceiling: "high" } } },
  },
  "grant.deleted": {
    when: "A human may delegate a server no longer: by itself, or because the human or the server is removed.",
    by: "The member or API key that took it away.",
    todo: "Calls after it are denied with NO_GRANT.",
    carries: ["human", "server", "changes"],
    changed: ceiling,
    example: { ...onLinear, changes: { before: { ceiling: "high" }, after: null } },
  },
  "access.requested": {
    when: "An agent asks a human to act for them where nothing is granted to them, and they ask for it on the consent page, at most once an hour for the same agent and server; or the agent itself asks for a tool, with countersign_request_access.",
    by: "The human who needs it, or the agent that acts for them.",
    todo: "Set a ceiling for them where that is right: grant.created. They open the link again then.",
    carries: ["human", "agent", "server"],
    details: wanting,
    example: {
      human: cast.human,
      agent: cast.agent,
      server: "linear",
      resource: cast.server,
      actor: cast.alice,
      details: asked,
    },
  },
  "access.refused": {
    when: "A request for access is answered with no. Nothing changes by it: who was refused may ask again, and a ceiling may still be set.",
    by: "The member who refused it.",
    todo: "Nothing. details.request is the event that asked.",
    carries: ["human", "agent", "server"],
    details: z.strictObject({
      request: z.string().describe("The id of the event that asked."),
      why: z.string().optional().describe("What the human is told."),
    }),
    example: {
      human: cast.human,
      agent: cast.agent,
      server: "linear",
      details: { request: "evt_01k9xw5h2te8m9q4y6z0a1b2c3", why: "Ask your team lead first." },
    },
  },
} as const satisfies Record<string, Reference>;
