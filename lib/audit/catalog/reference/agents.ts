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
    by: "The member or API key that ended it, or its human.",
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
    when: "A client of a human may act for them from now on: by a token made for it, or by the human's own consent (OAuth). Its consents leave consent.granted each.",
    by: "The human, or the member or API key that made it for them.",
    todo: "agent.connected follows when the client first speaks. An instance that never connects is a token that lies around.",
    carries: ["human", "agent", "instance", "changes"],
    changed: z.strictObject({
      label: z.string().describe("What the instance is called."),
      agent: z.string().describe("Slug of its agent."),
      human: z.string().describe("Key of its human."),
      status: status.describe("Of the instance."),
      token: z.enum(["static", "oauth"]).describe("How it got in; never the token."),
    }),
    details: z.strictObject({
      clientId: z.string().optional().describe("The OAuth client that asked."),
      registered: z.enum(["cimd", "dcr", "manual"]).optional().describe("How that client came to be known."),
      redirect: z.string().optional().describe("Host, or scheme of an app, that the answer went to."),
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
    by: "The member or API key that changed it, or its human who paused or resumed it.",
    todo: "See who suspended or resumed a client, and when.",
    carries: ["human", "agent", "instance", "changes"],
    changed: z.strictObject({
      label: z.string().describe("What the instance is called."),
      status: status.describe("Of the instance."),
      suspendedBy: z
        .enum(["human", "admin", "both"])
        .nullable()
        .describe("On whose side it is suspended; each side takes back only its own."),
    }),
    example: {
      ...ofInstance,
      changes: {
        before: { status: "active", suspendedBy: null },
        after: { status: "suspended", suspendedBy: "admin" },
      },
    },
  },
  "instance.deleted": {
    when: "An instance is removed from the registry. One that was connected leaves agent.disconnected first.",
    by: "The member or API key that deleted it.",
    todo: "What it did stays in the log and is still found by its id.",
    carries: ["human", "agent", "instance", "changes"],
    changed: z.strictObject({
      label: z.string().describe("What the instance was called."),
      status: status.describe("Of the instance."),
    }),
    example: { ...ofInstance, changes: { before: { label: "Alice's laptop", status: "disconnected" }, after: null } },
  },
  "instance.stream_closed": {
    when: "The gateway ends a stream that a client holds open, because the instance, its agent, its human or the server may not go on.",
    by: "The agent whose stream it was.",
    todo: "It shows how soon after a suspension the last stream ended. A client that opens it again is refused.",
    carries: ["human", "agent", "instance", "session", "traceId", "server", "reason"],
    details: z.strictObject({ openMs: z.number().int().describe("How long the stream had been open.") }),
    example: {
      ...ofInstance,
      actor: cast.cursor,
      resource: cast.server,
      server: "linear",
      reason: { code: "STREAM_REVOKED", text: "it may not go on" },
      surface: "mcp",
      userAgent: "cursor-vscode/2.1.4",
      details: { openMs: 184_000 },
    },
  },
} as const satisfies Record<string, Reference>;
