import { z } from "zod";
import { cast, plainEvent } from "./fields";
import type { Reference } from "./shape";

const level = z.enum(["low", "medium", "high"]);
const theHuman = { human: cast.human, resource: { type: "human", key: "human|alice", name: "human|alice" } } as const;
const onLinear = { human: cast.human, server: "linear", resource: cast.server } as const;
const consentOf = { ...onLinear, agent: cast.agent, instance: cast.instance } as const;
const personal = (what: string) => z.string().nullable().describe(`${what} Can be erased; [erased] stands there then.`);

const connectionFields = z.strictObject({
  id: z.string().describe("The connection."),
  status: z.enum(["connected", "needs_reauth"]).describe("What state it was in."),
});

export const connections = {
  "connection.revoked": {
    when: "A human's OAuth connection to a server is revoked: with the human or with the server.",
    by: "The member or API key that removed them.",
    todo: "The server may still hold a grant for the human: end it there too where it matters.",
    carries: ["human", "server", "changes"],
    changed: connectionFields,
    example: {
      ...onLinear,
      changes: { before: { id: "con_01kar2b7m1f3xvq9d5c8t6n4he", status: "connected" }, after: null },
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
    by: "Whoever connected the instance for the human.",
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
  "consent.changed": {
    when: "A consent is narrowed: a lower level, an earlier end, more tools left out. Widening needs the human.",
    by: "The member or API key that narrowed it.",
    todo: "The field changes holds the terms that differ.",
    carries: ["human", "agent", "instance", "server", "changes"],
    changed: terms,
    example: { ...consentOf, changes: { before: { level: "medium" }, after: { level: "low" } } },
  },
  "consent.revoked": {
    when: "A server is taken away from an instance, by itself or because the server is removed. It acts on the next call.",
    by: "The member or API key that took it away.",
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
} as const satisfies Record<string, Reference>;

const humanFields = z.strictObject({
  key: z.string().describe("human|<subject>, the name that filters and policies use."),
  email: personal("The e-mail address."),
  name: personal("The name."),
  status: z.enum(["active", "suspended"]).describe("Whether agents may act for them."),
  groups: z.array(z.string()).describe("Groups that policies name humans by."),
});
const alice = {
  key: "human|alice",
  email: cast.human.email,
  name: cast.human.name,
  status: "active",
  groups: ["staff"],
};

export const humans = {
  "human.created": {
    when: "A human is added, on whose behalf agents may act.",
    by: "The member or API key that added them.",
    todo: "They may delegate nothing until a ceiling is set: grant.created.",
    carries: ["human", "changes"],
    changed: humanFields,
    example: { ...theHuman, changes: { before: null, after: alice } },
  },
  "human.updated": {
    when: "A human's name, status or groups are changed. Agents of a suspended human are denied from their next call on.",
    by: "The member or API key that changed it.",
    todo: "Groups decide which policies cover the human: look at groups before and after.",
    carries: ["human", "changes"],
    changed: humanFields,
    example: { ...theHuman, changes: { before: { groups: [] }, after: { groups: ["finance"] } } },
  },
  "human.deleted": {
    when: "A human is removed with everything that rested on their authority. Instances, connections and ceilings leave an event each first.",
    by: "The member or API key that removed them.",
    todo: "What was done under their authority stays in the log and is still found by their key.",
    carries: ["human", "changes"],
    changed: humanFields,
    details: z.strictObject({
      removed: z
        .strictObject({ instances: z.number().int(), connections: z.number().int(), grants: z.number().int() })
        .describe("How many instances, connections and ceilings went with them."),
    }),
    example: {
      ...theHuman,
      changes: { before: alice, after: null },
      details: { removed: { instances: 1, connections: 0, grants: 2 } },
    },
  },
  "human.erased": {
    when: "The name and the e-mail address of a human are erased from the whole log, for a request of theirs.",
    by: "The member or API key that erased them.",
    todo: "Their events stay under their key and show [erased] in the place of names. Erase what is stored of their calls as well.",
    carries: ["human"],
    details: z.strictObject({
      values: z.number().int().describe("How many values were erased."),
      reason: z.string().describe("Why, in the words of who did it."),
    }),
    example: {
      ...theHuman,
      human: { ...theHuman.human, name: null, email: null },
      details: { values: 2, reason: "Request for erasure 2026-88" },
    },
  },
} as const satisfies Record<string, Reference>;

const theMember = {
  resource: { type: "member", key: "mem_01kar3w8d0f5cva6x2q9t7m1be", name: "vic@acme.example" },
} as const;
const memberFields = z.strictObject({
  email: personal("The e-mail address."),
  name: personal("The name."),
  role: z.enum(["owner", "admin", "auditor", "viewer"]).describe("What they may do in the console."),
  tenantOnly: z.boolean().describe("Whether the role holds in this environment only."),
});

export const members = {
  "member.created": {
    when: "Somebody may use the console of this environment from now on.",
    by: "The member who added them, or the system: the command line, the first start.",
    todo: "Owners and admins can change access: check that each is meant to.",
    carries: ["changes"],
    changed: memberFields.partial(),
    example: {
      ...theMember,
      changes: { before: null, after: { email: "vic@acme.example", name: null, role: "viewer", tenantOnly: false } },
    },
  },
  "member.updated": {
    when: "A member gets another role.",
    by: "The member who changed it.",
    todo: "Raised roles are the ones to look at.",
    carries: ["changes"],
    changed: memberFields,
    example: { ...theMember, changes: { before: { role: "viewer" }, after: { role: "auditor" } } },
  },
  "member.deleted": {
    when: "A member's role is taken away, from their next request on.",
    by: "The member who removed them.",
    todo: "API keys that they made stay: look at those too.",
    carries: ["changes"],
    changed: memberFields,
    example: {
      ...theMember,
      changes: { before: { email: "vic@acme.example", name: "Vic", role: "auditor", tenantOnly: false }, after: null },
    },
  },
} as const satisfies Record<string, Reference>;

const theKey = { resource: { type: "key", key: "key_01kar4m2p9f0rvb7c5x8d3t6qa", name: "CI" } } as const;
const keyFields = z.strictObject({
  name: z.string().describe("What it is called."),
  scopes: z.array(z.string()).describe("What it may do."),
  hint: z.string().describe("Its last characters; never the key."),
});

export const keys = {
  "key.created": {
    when: "An API key is made. It is shown once and stored as a hash.",
    by: "The member or API key that made it.",
    todo: "Look for keys with the scope * and for keys that nobody needs any more.",
    carries: ["changes"],
    changed: keyFields,
    example: {
      ...theKey,
      changes: { before: null, after: { name: "CI", scopes: ["events:read"], hint: "x9Qz" } },
    },
  },
  "key.deleted": {
    when: "An API key is revoked; it is worth nothing from the next request on.",
    by: "The member or API key that revoked it.",
    todo: "Calls that still come with it leave auth.refused.",
    carries: ["changes"],
    changed: keyFields,
    example: {
      ...theKey,
      actor: plainEvent.actor,
      changes: { before: { name: "CI", scopes: ["events:read"], hint: "x9Qz" }, after: null },
    },
  },
} as const satisfies Record<string, Reference>;
