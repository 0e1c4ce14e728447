import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const agentFields = z.strictObject({
  slug: z.string().describe("The name in addresses and in agent|<slug>."),
  name: z.string().describe("The name that people see."),
  status: z.enum(["active", "suspended"]).describe("Whether its instances may call."),
  tags: z.array(z.string()).describe("Words that policies name agents by."),
});
const theAgent = { type: "agent", key: "agent|cursor", name: "Cursor" } as const;
const theInstance = { type: "instance", key: cast.instance.id, name: cast.instance.label } as const;
const ofInstance = { agent: cast.agent, instance: cast.instance, human: cast.human, resource: theInstance } as const;
const status = z.enum(["active", "suspended", "disconnected"]);

export const agents = {
  "agent.created": {
    when: "An agent is met for the first time: with the first instance of it that somebody connects.",
    by: "Whoever connects the instance: a member or an API key.",
    todo: "Check that the agent is one that your organization knows.",
    carries: ["agent", "changes"],
    changed: agentFields,
    example: {
      agent: cast.agent,
      resource: theAgent,
      changes: { before: null, after: { slug: "cursor", name: "Cursor", status: "active" } },
    },
  },
  "agent.updated": {
    when: "An agent's name, status or tags are changed. A suspended agent is denied from its next call on.",
    by: "The member or API key that changed it.",
    todo: "Tags decide which policies cover the agent: look at tags before and after.",
    carries: ["agent", "changes"],
    changed: agentFields,
    example: {
      agent: cast.agent,
      resource: theAgent,
      changes: { before: { status: "active" }, after: { status: "suspended" } },
    },
  },
  "agent.deleted": {
    when: "An agent is removed with its instances and OAuth clients. Each instance that was connected leaves an agent.disconnected of its own first.",
    by: "The member or API key that deleted it.",
    todo: "What the agent did stays in the log and is still found by its slug.",
    carries: ["agent", "changes"],
    details: z.strictObject({
      removed: z
        .strictObject({ instances: z.number().int(), clients: z.number().int() })
        .describe("How many instances and OAuth clients went with it."),
    }),
    changed: agentFields,
    example: {
      agent: cast.agent,
      resource: theAgent,
      changes: { before: { slug: "cursor", name: "Cursor", status: "active", tags: ["editor"] }, after: null },
      details: { removed: { instances: 2, clients: 0 } },
    },
  },
  "agent.connected": {
    when: "An instance speaks to the gateway for the first time: once per instance, not at each reconnect.",
    by: "The agent, for the human whose instance it is.",
    todo: "Review onboarding: the three buckets are the tools it may use outright, those it may not, and those that depend on the arguments of each call.",
    carries: ["human", "agent", "instance", "buckets"],
    details: z.strictObject({
      client: z
        .looseObject({
          clientName: z.string().nullable(),
          clientVersion: z.string().nullable(),
          protocolVersion: z.string().nullable(),
          title: z.string().nullable(),
          capabilities: z.record(z.string(), z.unknown()),
        })
        .describe("What the client says of itself: name, version, title, protocol revision, capabilities."),
    }),
    example: {
      ...ofInstance,
      actor: cast.cursor,
      surface: "mcp",
      userAgent: "cursor-vscode/2.1.4",
      buckets: {
        allowed: ["linear/list_issues", "linear/create_issue"],
        denied: ["linear/delete_project"],
        conditional: ["linear/update_issue"],
      },
      details: {
        client: {
          clientName: "Cursor",
          clientVersion: "2.1.4",
          protocolVersion: "2025-11-25",
          title: null,
          capabilities: { roots: { listChanged: true } },
        },
      },
    },
  },
  "agent.disconnected": {
    when: "An instance is ended for good: by itself, with its agent, or with its human. Its tokens are worth nothing from the next call on.",
    by: "The member or API key that ended it.",
    todo: "Calls that it makes afterwards leave auth.refused.",
    carries: ["human", "agent", "instance", "changes"],
    details: z.strictObject({ tokensRevoked: z.number().int().describe("How many tokens died with it.") }),
    changed: z.strictObject({ status: status.describe("Of the instance.") }),
    example: {
      ...ofInstance,
      changes: { before: { status: "active" }, after: { status: "disconnected" } },
      details: { tokensRevoked: 1 },
    },
  },
  "instance.created": {
    when: "A client of a human gets a token of its own. Its consents leave consent.granted each.",
    by: "The member or API key that made it.",
    todo: "agent.connected follows when the client first speaks. An instance that never connects is a token that lies around.",
    carries: ["human", "agent", "instance", "changes"],
    changed: z.strictObject({
      label: z.string().describe("What the instance is called."),
      agent: z.string().describe("Slug of its agent."),
      human: z.string().describe("Key of its human."),
      status: status.describe("Of the instance."),
      token: z.string().describe("What kind of token it got; never the token."),
    }),
    example: {
      ...ofInstance,
      instance: { ...cast.instance, clientName: null, clientVersion: null, protocolVersion: null },
      changes: {
        before: null,
        after: { label: "Alice's laptop", agent: "cursor", human: "human|alice", status: "active", token: "static" },
      },
    },
  },
  "instance.updated": {
    when: "An instance's label or status is changed. A suspended instance is denied from its next call on.",
    by: "The member or API key that changed it.",
    todo: "See who suspended or resumed a client, and when.",
    carries: ["human", "agent", "instance", "changes"],
    changed: z.strictObject({
      label: z.string().describe("What the instance is called."),
      status: status.describe("Of the instance."),
    }),
    example: { ...ofInstance, changes: { before: { status: "active" }, after: { status: "suspended" } } },
  },
} as const satisfies Record<string, Reference>;
