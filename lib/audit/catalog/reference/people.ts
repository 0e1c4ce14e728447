import { z } from "zod";
import { cast, plainEvent } from "./fields";
import type { Reference } from "./shape";

const theHuman = { human: cast.human, resource: { type: "human", key: "human|alice", name: "human|alice" } } as const;
const personal = (what: string) => z.string().nullable().describe(`${what} Can be erased; [erased] stands there then.`);

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
      clientsLeft: z
        .number()
        .int()
        .optional()
        .describe("OAuth clients that acted for them by themselves, and now act for nobody."),
    }),
    example: {
      ...theHuman,
      changes: { before: alice, after: null },
      details: { removed: { instances: 1, connections: 0, grants: 2 } },
    },
  },
  "human.invited": {
    when: "A link is made with which a human can sign in for the first time. It is shown once, counts once and for seven days.",
    by: "The member or API key that made it.",
    todo: "Whoever has the link becomes this human: it should reach them and nobody else. A new one makes earlier ones worthless.",
    carries: ["human"],
    details: z.strictObject({ expiresAt: z.string().describe("Until when the link counts.") }),
    example: { ...theHuman, details: { expiresAt: "2026-11-27T14:32:05.214Z" } },
  },
  "human.joined": {
    when: "Somebody accepts an invitation: from now on this account, and no other, speaks for the human.",
    by: "The human.",
    todo: "Check that the account is theirs where it has another e-mail address than expected.",
    carries: ["human"],
    details: z.strictObject({
      account: z.enum(["created", "existing"]).describe("Whether the account was made for it."),
      sameEmail: z.boolean().describe("Whether the account has the e-mail address that was invited."),
    }),
    example: { ...theHuman, actor: cast.alice, details: { account: "created", sameEmail: true } },
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
