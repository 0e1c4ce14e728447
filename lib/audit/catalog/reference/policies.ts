import { z } from "zod";
import type { Reference } from "./shape";

const id = "pol_01kaqz7n4bf9sva2x8d6j3w5te";
const policy = {
  id,
  name: "Small payments only",
  description: "Agents pay at most 500.",
  version: 2,
  effect: "deny",
} as const;
const resource = { type: "policy", key: id, name: policy.name } as const;

const condition = z.unknown().nullable();
const rule = z.strictObject({
  name: z.string().describe("What it is called."),
  description: z.string().describe("What it is for."),
  effect: z.enum(["allow", "deny"]).describe("What it does where it applies."),
  status: z
    .enum(["draft", "shadow", "active", "disabled"])
    .describe("Whether it is enforced; shadow is evaluated and recorded only."),
  scope: z
    .record(z.string(), z.unknown())
    .describe("Which servers, tools (patterns), humans, groups, agents, instances and tags it covers."),
  when: condition.describe("The condition under which it applies, as a tree."),
  unless: condition.describe("The condition under which it does not, as a tree."),
});

const saved = z.looseObject({
  liveInstances: z.number().int().describe("How many connected instances it covers, before and after."),
  policySetVersion: z.number().int().describe("The version of all policies together from this change on."),
  note: z.string().optional().describe("What whoever saved it wrote beside it."),
  conditions: z
    .strictObject({ whenText: z.string().nullable(), unlessText: z.string().nullable() })
    .describe("Both conditions as text, as they are after the change (or last were)."),
  restoredFrom: z.number().int().optional().describe("The version that was restored, where one was."),
});

const when = { at: { arg: ["amount"] }, op: "gte", value: 500 };
const last = {
  name: policy.name,
  description: policy.description,
  effect: "deny",
  status: "active",
  scope: { tools: ["send_payment"] },
  when,
  unless: null,
} as const;

export const policies = {
  "policy.created": {
    when: "A policy is made. Its whole rule is in the event.",
    by: "The member or API key that made it; the system for the one that every new environment begins with.",
    todo: "Read effect, scope and conditions: that is the rule from this moment on, if its status is active.",
    carries: ["policy", "changes"],
    changed: rule,
    details: saved,
    example: {
      policy: { ...policy, version: 1 },
      resource,
      changes: { before: null, after: { ...last, status: "draft" } },
      details: {
        liveInstances: 3,
        policySetVersion: 7,
        note: "",
        conditions: { whenText: "args.amount >= 500", unlessText: null },
      },
    },
  },
  "policy.updated": {
    when: "A policy gets another name, description, effect, status, scope or condition, or an old version is restored. Switching it on or off is an update too.",
    by: "The member or API key that changed it.",
    todo: "The field changes holds the fields that differ, before and after. The policy's page shows both versions beside each other, and impact says which tools it changed for whom.",
    carries: ["policy", "changes"],
    changed: rule,
    details: saved,
    example: {
      policy,
      resource,
      changes: { before: { status: "draft" }, after: { status: "active" } },
      details: {
        liveInstances: 3,
        policySetVersion: 8,
        note: "Agreed with finance",
        conditions: { whenText: "args.amount >= 500", unlessText: null },
      },
    },
  },
  "policy.deleted": {
    when: "A policy is taken out of force. The event holds the rule as it last was.",
    by: "The member or API key that deleted it.",
    todo: "Old events go on naming it, and its versions can still be opened from them.",
    carries: ["policy", "changes"],
    changed: rule,
    details: saved,
    example: {
      policy,
      resource,
      changes: { before: last, after: null },
      details: {
        liveInstances: 3,
        policySetVersion: 9,
        conditions: { whenText: "args.amount >= 500", unlessText: null },
      },
    },
  },
  "policy.tests_changed": {
    when: "A test of a policy is made, changed or deleted.",
    by: "The member or API key that changed it.",
    todo: "A deleted test no longer keeps the policy from being changed in a way that it forbade.",
    carries: ["policy", "changes"],
    details: z.looseObject({
      test: z.looseObject({ id: z.string(), name: z.string() }).describe("Which test: its id and name."),
    }),
    changed: z.looseObject({}),
    example: {
      policy,
      resource,
      changes: {
        before: null,
        after: {
          id: "pts_01kaqzf0r3e8ra7b2w6c1x9mht",
          name: "A small payment passes",
          human: "human|alice",
          agent: "cursor",
          server: "bank",
          tool: "send_payment",
          arguments: { amount: 20 },
          expect: { decision: "allow" },
        },
      },
      details: { test: { id: "pts_01kaqzf0r3e8ra7b2w6c1x9mht", name: "A small payment passes" } },
    },
  },
  "policy.check_failed": {
    when: "The tools or tags of a server changed, and a policy in force looks at an argument that is not there any more.",
    by: "Whoever changed the server.",
    todo: "Open the policy: until it is corrected, a deny blocks every call that it covers and an allow permits none.",
    carries: ["policy", "server", "error"],
    details: z.looseObject({
      server: z.string().describe("The server whose tools changed."),
      status: z.string().describe("The policy's status."),
      findings: z.array(z.looseObject({ message: z.string() })).describe("What is wrong, and where in the condition."),
    }),
    example: {
      outcome: "error",
      policy,
      resource,
      server: "bank",
      error: { type: "policy_check", message: "send_payment has no argument amount. Did you mean total?" },
      details: {
        server: "bank",
        status: "active",
        findings: [
          {
            level: "error",
            code: "unknown_argument",
            at: "when",
            message: "send_payment has no argument amount. Did you mean total?",
          },
        ],
      },
    },
  },
} as const satisfies Record<string, Reference>;
