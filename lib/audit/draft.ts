import type { Surface } from "@/lib/kernel/ctx";
import type { Buckets } from "@/lib/policy/buckets";
import type { PolicyRef, ReasonCode, Step } from "@/lib/policy/decision";
import type { EventType } from "./catalog";
import type {
  EventActor,
  EventAgent,
  EventArguments,
  EventCheck,
  EventHuman,
  EventInstance,
  EventResource,
  EventResult,
  EventTool,
  Outcome,
} from "./event";

/** A value that may have to be erased one day. The event carries a commitment to it, the value lives beside the log. */
export type Personal = { personal: { subject: string; value: string } };
export const personal = (subject: string, value: string): Personal => ({ personal: { subject, value } });

/** A field of a change: plain, or personal. */
export type ChangeValue = unknown;
export type DraftChanges = { before: Record<string, ChangeValue> | null; after: Record<string, ChangeValue> | null };

/** What the index columns of an event point at, by row id and by the key people search for. */
export type EventRefs = {
  agent?: Ref | undefined;
  instance?: Ref | undefined;
  human?: Ref | undefined;
  /** The server, policy, agent … that the event is about. */
  resource?: Ref | undefined;
  tool?: Ref | undefined;
  policy?: Ref | undefined;
};
export type Ref = { id: string; key: string };

/** What a producer says of one event; the log adds identity, order and proof. Absent means null on the event. */
export type EventDraft = {
  type: EventType;
  outcome: Outcome;
  occurredAtMs: number;
  actor: EventActor;
  requestId: string;
  surface: Surface;
  refs: EventRefs;
  human?: EventHuman | null;
  agent?: EventAgent | null;
  instance?: EventInstance | null;
  session?: string | null;
  traceId?: string | null;
  resource?: EventResource | null;
  server?: string | null;
  tool?: EventTool | null;
  check?: EventCheck | null;
  decision?: "allow" | "deny" | null;
  reason?: { code: ReasonCode | (string & {}); text: string } | null;
  policy?: PolicyRef | null;
  chain?: Step[];
  buckets?: Buckets | null;
  error?: { type: string; message: string } | null;
  arguments?: EventArguments | null;
  result?: EventResult | null;
  changes?: DraftChanges | null;
  details?: Record<string, unknown>;
  durationMs?: { policy: number; upstream: number | null; total: number } | null;
  ip?: string | null;
  userAgent?: string | null;
};
