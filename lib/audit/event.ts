import type { Surface } from "@/lib/kernel/ctx";
import type { Buckets } from "@/lib/policy/buckets";
import type { ExplainedStep, PolicyRef, ReasonCode } from "@/lib/policy/decision";
import type { Level } from "@/lib/policy/level";
import type { EventType } from "./catalog";

/** How what happened ended. `unknown`: the process died between the intent and the outcome. */
export const outcomes = ["success", "denied", "error", "unknown"] as const;
export type Outcome = (typeof outcomes)[number];

export type EventActor = { type: "human" | "agent" | "member" | "key" | "system"; key: string; name: string | null };
export type EventHuman = { key: string; name: string | null; email: string | null };
export type EventAgent = { slug: string; key: string; name: string };
export type EventInstance = {
  id: string;
  label: string;
  clientName: string | null;
  clientVersion: string | null;
  protocolVersion: string | null;
};
export type EventResource = { type: string; key: string; name: string };
export type EventTool = { name: string; slug: string; level: Level | null; definitionHash: string | null };
/** The raw triple of one authorization check (seed P29, P36): `agent|<client_id>`, tool slug, `<server>:<server>`. */
export type EventCheck = { user: string; action: string; resource: string };
export type EventChanges = { before: Record<string, unknown> | null; after: Record<string, unknown> | null };
/** What an event says of a value that may be kept beside it for a while. Absent: there is nothing to say. */
export type EventKept = {
  /** Dotted paths of what was masked before storing; `*` for all of it. The first 50. */
  redacted?: string[];
  /** How many values rules left out, each with all that was in it. */
  dropped?: number;
  /** Bytes that were cut off because there was too much. */
  truncated?: number;
  /** HMAC-SHA-256 of the canonical kept value under a salt that is stored, and erased, with it. Absent: nothing was kept. */
  commitment?: string;
  /** When it will be deleted. */
  keptUntil?: string;
};
/** What is kept of a call's arguments: their size and top-level keys on the event, the redacted value beside it. */
export type EventArguments = { bytes: number; keys: string[]; redacted: string[] } & EventKept;
/**
 * `asked`: methods by which the server asked something back of the client; of its human, say. Absent: nothing. `task`: the task that was
 * started in the place of a result; its later events have it in their details.
 */
export type EventResult = {
  digest: string;
  isError: boolean;
  bytes: number;
  progress: number;
  asked?: string[];
  task?: string;
} & EventKept;

/** One row of the audit log as the API, the console and exports spell it (DESIGN §4). Times are ISO 8601 in UTC. */
export type AuditEvent = {
  id: string;
  /** One of the catalogue's types; a row of an older or newer version may carry another. */
  type: EventType | (string & {});
  occurredAt: string;
  recordedAt: string;
  outcome: Outcome;
  actor: EventActor;
  human: EventHuman | null;
  agent: EventAgent | null;
  instance: EventInstance | null;
  /** A digest: the session id itself is a secret of the connection. */
  session: string | null;
  requestId: string;
  traceId: string | null;
  resource: EventResource | null;
  /** Key of the MCP server involved. */
  server: string | null;
  tool: EventTool | null;
  check: EventCheck | null;
  decision: "allow" | "deny" | null;
  reason: { code: ReasonCode | (string & {}); text: string } | null;
  policy: PolicyRef | null;
  chain: ExplainedStep[];
  buckets: Buckets | null;
  error: { type: string; message: string } | null;
  arguments: (EventArguments & { value?: unknown }) | null;
  result: EventResult | null;
  changes: EventChanges | null;
  /** What is special to the type and has no field of its own. */
  details: Record<string, unknown>;
  durationMs: { policy: number; upstream: number | null; total: number } | null;
  ip: string | null;
  userAgent: string | null;
  surface: Surface;
  /** Order of recording within the database; not contiguous. */
  seq: number;
  /** SHA-256 leaf of the event's canonical form, hexadecimal (RFC 6962 §2.1). */
  hash: string;
};
