import { z } from "zod";
import { cast } from "./fields";
import type { Field, Reference } from "./shape";

/** What a decided call carries, whatever it was made on. */
export const callCarries: readonly Field[] = [
  "human",
  "agent",
  "instance",
  "session",
  "traceId",
  "server",
  "tool",
  "check",
  "decision",
  "reason",
  "policy",
  "chain",
  "error",
  "arguments",
  "result",
  "durationMs",
];

export const callDetails = z.looseObject({
  policySetVersion: z.number().int().optional().describe("The version of all policies together that was asked."),
  facts: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Tags, groups and switches of that moment, so that the decision can be made again."),
  limit: z
    .looseObject({ id: z.string(), kind: z.string() })
    .optional()
    .describe("The limit that refused the call, as it was: of whom, how many calls in how many seconds or at once."),
});

const policy = {
  id: "pol_01kaqz7n4bf9sva2x8d6j3w5te",
  name: "No deletions",
  description: "Nobody deletes repositories through an agent.",
  version: 3,
  effect: "deny",
} as const;

export const call = {
  actor: cast.cursor,
  human: cast.human,
  agent: cast.agent,
  instance: cast.instance,
  session: "5f0c9a7b21d34e68",
  resource: cast.server,
  server: "linear",
  surface: "mcp",
  userAgent: "cursor-vscode/2.1.4",
} as const;

export const toolCalls = {
  "gateway.tool.executed": {
    when: "A tool call was allowed, made, and the tool ended it without an error. Exactly one event for the call, written after the answer came and before the agent has it.",
    by: "The agent, for the human under whose authority it ran.",
    todo: "Read who, on whose behalf, what, where and when from the row. The chain says why it was allowed; duration says how long the decision and the server took.",
    carries: callCarries,
    details: callDetails,
    example: {
      ...call,
      tool: {
        name: "create_issue",
        slug: "create_issue",
        level: "medium",
        definitionHash: "a41d7c90e2b85f36014cd9a7be5832f16d0c4e97ab35f8126e7d90c3b4a1f582",
      },
      check: { user: "agent|cursor", action: "create_issue", resource: "linear:linear" },
      decision: "allow",
      reason: { code: "ALLOWED", text: "Allowed" },
      policy: {
        id: "pol_01kaqz7n4af1m8wq2r6v5c9xhs",
        name: "Allow what trust permits",
        description: "Every call that the trust ceiling permits is allowed.",
        version: 1,
        effect: "allow",
      },
      arguments: { bytes: 74, keys: ["title", "team"], redacted: [] },
      result: {
        digest: "0c4e8d4f2b6a9137c5e0d8b1f7a3926450be6d1c9f82a7340d5b6e1f8c93a27e",
        isError: false,
        bytes: 412,
        progress: 0,
      },
      details: { policySetVersion: 7, facts: {} },
      durationMs: { policy: 0.21, upstream: 184.6, total: 187.3 },
    },
  },
  "gateway.tool.error": {
    when: "A tool call was denied, or it was made and failed, or nobody knows how it ended. Exactly one event for the call: outcome denied, error or unknown. A denial is written before the agent hears of it.",
    by: "The agent, for the human under whose authority it tried.",
    todo: "error.type blocked_by_policy means that trust, consent or a policy stopped it: the event references the policy as it was then, and its page shows the chain and what would have let the call through. For failures, error.type and message say what the server did.",
    carries: callCarries,
    details: callDetails,
    example: {
      ...call,
      outcome: "denied",
      tool: { name: "delete_repo", slug: "delete_repo", level: "high", definitionHash: null },
      resource: { type: "server", key: "github", name: "GitHub" },
      server: "github",
      check: { user: "agent|cursor", action: "delete_repo", resource: "github:github" },
      decision: "deny",
      reason: { code: "BLOCKED_BY_POLICY", text: "No permission for 'delete_repo'" },
      policy,
      error: { type: "blocked_by_policy", message: "No permission for 'delete_repo'" },
      arguments: { bytes: 24, keys: ["repo"], redacted: [] },
      details: { policySetVersion: 7, facts: {} },
      durationMs: { policy: 0.34, upstream: null, total: 0.9 },
    },
  },
} as const satisfies Record<string, Reference>;
