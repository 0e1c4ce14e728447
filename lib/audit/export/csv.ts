import { stringify } from "csv-stringify/sync";
import type { AuditEvent } from "../event";
import { present } from "../present";

/** What each column is called, and what stands in it. Who, what, where, when, decision and why come first (seed P67). */
const columns: Readonly<Record<string, (event: AuditEvent) => string | number | null | undefined>> = {
  occurredAt: (e) => e.occurredAt,
  type: (e) => e.type,
  outcome: (e) => e.outcome,
  decision: (e) => e.decision,
  sentence: (e) => present(e).sentence,
  actorType: (e) => e.actor.type,
  actor: (e) => e.actor.key,
  actorName: (e) => e.actor.name,
  human: (e) => e.human?.key,
  humanName: (e) => e.human?.name,
  humanEmail: (e) => e.human?.email,
  agent: (e) => e.agent?.slug,
  agentName: (e) => e.agent?.name,
  instance: (e) => e.instance?.id,
  instanceLabel: (e) => e.instance?.label,
  server: (e) => e.server,
  tool: (e) => e.tool?.name,
  toolLevel: (e) => e.tool?.level,
  resourceType: (e) => e.resource?.type,
  resource: (e) => e.resource?.key,
  resourceName: (e) => e.resource?.name,
  checkUser: (e) => e.check?.user,
  checkAction: (e) => e.check?.action,
  checkResource: (e) => e.check?.resource,
  reasonCode: (e) => e.reason?.code,
  reason: (e) => e.reason?.text,
  policy: (e) => e.policy?.id,
  policyName: (e) => e.policy?.name,
  policyVersion: (e) => e.policy?.version,
  errorType: (e) => e.error?.type,
  error: (e) => e.error?.message,
  totalMs: (e) => e.durationMs?.total,
  upstreamMs: (e) => e.durationMs?.upstream,
  ip: (e) => e.ip,
  userAgent: (e) => e.userAgent,
  surface: (e) => e.surface,
  session: (e) => e.session,
  requestId: (e) => e.requestId,
  traceId: (e) => e.traceId,
  recordedAt: (e) => e.recordedAt,
  id: (e) => e.id,
  seq: (e) => e.seq,
  hash: (e) => e.hash,
};

const cells = Object.values(columns);

export const csvHeader = `${Object.keys(columns).join(",")}\r\n`;

/**
 * An event as a line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe; line breaks
 * within a cell become blanks, so that a line is a row.
 */
export const toCsv = (event: AuditEvent): string =>
  stringify(
    [
      cells.map((cell) => {
        const value = cell(event);
        return typeof value === "string" && /[\r\n]/.test(value) ? value.replace(/[\r\n]+/g, " ") : value;
      }),
    ],
    { escape_formulas: true, record_delimiter: "\r\n" },
  );
