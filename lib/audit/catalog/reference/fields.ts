import type { AuditEvent } from "../../event";
import type { Field } from "./shape";

/** Every field of an event, and what it means. A new field does not compile until it stands here. */
export const fieldMeanings = {
  id: "The event's own name. It sorts by time and stays the same in the console, the API and every export.",
  type: "What kind of thing happened. The names are a contract: they are added to, never changed.",
  occurredAt: "When it happened: ISO 8601, UTC.",
  recordedAt: "When it was written down. Later than occurredAt only where the database was away.",
  outcome: "How it ended: success, denied, error, or unknown where the gateway stopped in between.",
  actor: "Who did it: an agent, a member of the console, an API key, or the system. Type, key and name as they were.",
  human: "Under whose authority it happened, or whom it concerns: key (human|…), name, e-mail.",
  agent: "The agent, across all its instances: slug, key (agent|<client id>), name.",
  instance:
    "The one connected client: id, label, and what the client says of itself (name, version, protocol revision).",
  session: "A digest of the MCP session's id. The id itself is a secret of the connection.",
  requestId: "The request that caused it; the answer carried it as x-request-id.",
  traceId: "The W3C trace that the client sent along.",
  resource:
    "What it was about: a server, tool, policy, instance, human, member, key or environment, with key and name as they were.",
  server: "The key of the MCP server involved.",
  tool: "The tool: its name, its slug, the level it needed and the hash of its definition at that moment.",
  check: "The raw check: user agent|<client id>, action = tool slug, resource <server>:<server>.",
  decision: "allow or deny, where something was decided.",
  reason: "Why: a stable code and the sentence for people.",
  policy:
    "The policy that determined it, as it was then: id, name, description, version, effect. Built-in ones stand for the gates.",
  chain:
    "The steps of the decision in order: identity, resource, trust with its nine derivations, arguments, policies.",
  buckets: "What the instance may use before any call: tools allowed, denied, and conditional on their arguments.",
  error: "How it failed: a type such as blocked_by_policy or upstream_timeout, and a message.",
  arguments: "What is kept of a call's arguments on the event: size, top-level keys, which paths were masked.",
  result:
    "What is kept of a call's result: a digest, its size, whether the tool called it an error, and the task that was started in its place.",
  changes: "What was changed: the fields before and after. Credentials never stand here.",
  details: "What is special to the kind of event.",
  durationMs: "Milliseconds: deciding, at the server, and in all.",
  ip: "The address it came from, behind the proxies that are trusted.",
  userAgent: "The User-Agent header of the request.",
  surface: "By which door: mcp, console, api, cli or system.",
  seq: "The order of recording within the database; not contiguous.",
  hash: "SHA-256 leaf of the event's canonical form (RFC 6962 §2.1): what the proofs are about.",
} as const satisfies Record<Field, string>;

/** Fields that every event fills, or may fill wherever it comes from. */
export const commonFields: readonly Field[] = [
  "id",
  "type",
  "occurredAt",
  "recordedAt",
  "outcome",
  "actor",
  "resource",
  "ip",
  "userAgent",
  "surface",
  "requestId",
  "seq",
  "hash",
];

/** An event with nothing special about it. */
export const plainEvent: AuditEvent = {
  id: "evt_01kare8m3yfqva4wk8v2h6n0td",
  type: "unknown",
  occurredAt: "2026-11-20T14:32:05.214Z",
  recordedAt: "2026-11-20T14:32:05.218Z",
  outcome: "success",
  actor: { type: "member", key: "mem_01kar0c5v2f4ya8d6mt1zq9h3e", name: "Olga Owner" },
  human: null,
  agent: null,
  instance: null,
  session: null,
  requestId: "req_01kare8m3xe0rbq5v6x1f9k2ns",
  traceId: null,
  resource: null,
  server: null,
  tool: null,
  check: null,
  decision: null,
  reason: null,
  policy: null,
  chain: [],
  buckets: null,
  error: null,
  arguments: null,
  result: null,
  changes: null,
  details: {},
  durationMs: null,
  ip: "203.0.113.7",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
  surface: "console",
  seq: 48213,
  hash: "9f2c1b7e5d0a4c83b6e1f4a9d27c5e80315f6b9ad4e87c02f1b35a6d9c8e7f40",
};

/** Whom and what the examples are about. */
export const cast = {
  human: { key: "human|alice", name: "Alice Adams", email: "alice@acme.example" },
  agent: { slug: "cursor", key: "agent|cursor", name: "Cursor" },
  theAgent: { type: "agent", key: "agent|cursor", name: "Cursor" },
  alice: { type: "human", key: "human|alice", name: "Alice Adams" },
  cursor: { type: "agent", key: "agent|cursor", name: "Cursor" },
  instance: {
    id: "ins_01kar1p8q6f2wvx3c9t5m7b0da",
    label: "Alice's laptop",
    clientName: "Cursor",
    clientVersion: "2.1.4",
    protocolVersion: "2025-11-25",
  },
  server: { type: "server", key: "linear", name: "Linear" },
  system: { type: "system", key: "cli", name: "Command line" },
} as const satisfies Record<string, unknown>;
