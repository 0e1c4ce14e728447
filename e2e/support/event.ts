/** One event as the API spells it: the contract, written down apart from the code that fulfils it. */
export interface AuditEvent {
  id: string;
  type: string;
  occurredAt: string;
  recordedAt: string;
  outcome: "success" | "denied" | "error" | "unknown";
  actor: { type: string; key: string; name: string | null };
  human: { key: string; name: string | null; email: string | null } | null;
  agent: { slug: string; key: string; name: string } | null;
  instance: {
    id: string;
    label: string;
    clientName: string | null;
    clientVersion: string | null;
    protocolVersion: string | null;
  } | null;
  session: string | null;
  requestId: string;
  traceId: string | null;
  resource: { type: string; key: string; name: string } | null;
  server: string | null;
  tool: { name: string; slug: string; level: string | null; definitionHash: string | null } | null;
  check: { user: string; action: string; resource: string } | null;
  decision: "allow" | "deny" | null;
  reason: { code: string; text: string } | null;
  policy: { id: string; name: string; description: string; version: number; effect: string } | null;
  chain: ({ stage: string; passed: boolean; text: string } & Record<string, unknown>)[];
  buckets: { allowed: string[]; denied: string[]; conditional: string[] } | null;
  error: { type: string; message: string } | null;
  arguments: { bytes: number; keys: string[]; redacted: string[] } | null;
  result: { digest: string; isError: boolean; bytes: number; progress: number } | null;
  changes: { before: Record<string, unknown> | null; after: Record<string, unknown> | null } | null;
  details: Record<string, unknown>;
  durationMs: { policy: number; upstream: number | null; total: number } | null;
  ip: string | null;
  userAgent: string | null;
  surface: string;
  seq: number;
  hash: string;
}

/** Both terminal types of a call. */
export const callTypes = ["gateway.tool.executed", "gateway.tool.error"];
