import { z } from "zod";
import type { AuditEvent } from "../../event";
import type { Reference } from "./shape";
import { call, callDetails, callCarries as carries } from "./tool-calls";

const details = callDetails.extend({
  item: z
    .string()
    .optional()
    .describe("Name of the prompt, or URI of the resource, masked where it looks like a secret."),
  method: z.string().optional().describe("The method of MCP that was asked."),
});

const by = "The agent, for the human under whose authority it asked.";

const allowed = {
  decision: "allow",
  reason: { code: "ALLOWED", text: "Allowed" },
  policy: {
    id: "pol_01kaqz7n4af1m8wq2r6v5c9xhs",
    name: "Allow what trust permits",
    description: "Every call that the trust ceiling permits is allowed.",
    version: 1,
    effect: "allow",
  },
  durationMs: { policy: 0.2, upstream: 31.4, total: 33.1 },
} satisfies Partial<AuditEvent>;

const denied = {
  outcome: "denied",
  decision: "deny",
  reason: { code: "NO_CONSENT", text: "No consent" },
  policy: {
    id: "builtin:trust-ceiling",
    name: "Trust ceiling",
    description: "Nothing is allowed above what the administrator and the human have both allowed.",
    version: 1,
    effect: "deny",
  },
  durationMs: { policy: 0.2, upstream: null, total: 0.8 },
} satisfies Partial<AuditEvent>;

const prompt = {
  tool: { name: "prompts/get", slug: "prompts_get", level: "low", definitionHash: null },
  check: { user: "agent|cursor", action: "prompts_get", resource: "linear:linear" },
  arguments: { bytes: 31, keys: ["name", "arguments"], redacted: [] },
  details: { policySetVersion: 7, facts: {}, item: "triage", method: "prompts/get" },
} satisfies Partial<AuditEvent>;

const resource = {
  tool: { name: "resources/read", slug: "resources_read", level: "medium", definitionHash: null },
  check: { user: "agent|cursor", action: "resources_read", resource: "linear:linear" },
  arguments: { bytes: 37, keys: ["uri"], redacted: [] },
} satisfies Partial<AuditEvent>;

const result = {
  digest: "0c4e8d4f2b6a9137c5e0d8b1f7a3926450be6d1c9f82a7340d5b6e1f8c93a27e",
  isError: false,
  bytes: 903,
  progress: 0,
} satisfies NonNullable<AuditEvent["result"]>;

export const promptsAndResources = {
  "gateway.prompt.retrieved": {
    when: "A prompt of a server was asked for, allowed, and given. Exactly one event for the request, written before the agent has the prompt.",
    by,
    todo: "details.item is the prompt's name. What decides is prompts/get of the server: its level, the consent to it, and policies, which see the name as args.name.",
    carries,
    details,
    example: { ...call, ...prompt, ...allowed, result },
  },
  "gateway.prompt.error": {
    when: "A prompt was asked for and denied, or the server failed, or nobody knows how it ended.",
    by,
    todo: "As for a tool: the reason says what stopped it; for failures, error.type and message say what the server did.",
    carries,
    details,
    example: {
      ...call,
      ...prompt,
      ...denied,
      error: { type: "blocked_by_policy", message: "No consent" },
    },
  },
  "gateway.resource.read": {
    when: "A resource of a server was asked for, allowed, and given. Exactly one event for the request, written before the agent has its content.",
    by,
    todo: "details.item is the resource's URI. What decides is resources/read of the server: its level, the consent to it, and policies, which see the URI as args.uri.",
    carries,
    details,
    example: {
      ...call,
      ...resource,
      ...allowed,
      result,
      details: { policySetVersion: 7, facts: {}, item: "linear://issues/ENG-7", method: "resources/read" },
    },
  },
  "gateway.resource.subscribed": {
    when: "An agent asked to be told of changes of a resource, and may. It is decided as reading the resource is; the notifications carry its URI and leave no events.",
    by,
    todo: "Nothing, unless the agent should not have been told: then look at the reason as for any call.",
    carries,
    details,
    example: {
      ...call,
      ...resource,
      ...allowed,
      result: { ...result, bytes: 2 },
      details: { policySetVersion: 7, facts: {}, item: "linear://issues/ENG-7", method: "resources/subscribe" },
    },
  },
  "gateway.resource.error": {
    when: "A resource was asked for, or changes of it, and that was denied, or the server failed, or nobody knows how it ended.",
    by,
    todo: "As for a tool: the reason says what stopped it; for failures, error.type and message say what the server did.",
    carries,
    details,
    example: {
      ...call,
      ...resource,
      ...denied,
      error: { type: "blocked_by_policy", message: "No consent" },
      details: { policySetVersion: 7, facts: {}, item: "linear://issues/ENG-7", method: "resources/read" },
    },
  },
} as const satisfies Record<string, Reference>;
