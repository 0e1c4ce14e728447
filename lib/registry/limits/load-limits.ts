import "server-only";
import { pool } from "@/lib/db/pool";
import { onceAVersion } from "../internal/once-a-version";
import type { LimitKind, LimitNumbers } from "./limit-words";

/** A limit as the gateway counts by it. `subject`: the id of whom it is of; null: every one of the kind, each for itself. */
export type CallLimit = LimitNumbers & { id: string; kind: LimitKind; subject: string | null };

/** Ids of everything that one call concerns; null where it concerns none of a kind. */
export type CallSubjects = Readonly<Record<LimitKind, string | null>>;

/** A limit that a call meets, and the id by which it is counted. */
export type MetLimit = { limit: CallLimit; subject: string };

/** How much an environment lets be called, and for how long. */
export type CallLimits = {
  /** Every limit that such a call meets. */
  metBy(subjects: CallSubjects): readonly MetLimit[];
  /** How long a call may stay without a sign of life: what the tool says, else its server; null where neither does. */
  timeoutSecondsOf(serverId: string, toolId: string | null): number | null;
};

const none: CallLimits = { metBy: () => [], timeoutSecondsOf: () => null };

/**
 * What limits the calls of a tenant at a version that was read with the call. At version 0 nobody has said anything, and nothing is
 * looked up. The cache cannot be stale: every change raises the version (`raiseLimitsVersion`). When it has moved on since the
 * caller read it, the newer limits are given. Rejects while the database is away.
 */
export function loadLimits(tenantNo: number, version: number): CallLimits | Promise<CallLimits> {
  return version === 0 ? none : loaded(tenantNo, version);
}
const loaded = onceAVersion("limits", read);

type Row = { version: number; limits: CallLimit[]; timeouts: { id: string; seconds: number }[] };

/** One statement, hence one snapshot. */
async function read(tenantNo: number): Promise<CallLimits & { version: number }> {
  const { rows } = await pool("lookup").query<Row>({
    name: "load-limits",
    text: `
      SELECT t.limits_version AS version,
        (SELECT coalesce(json_agg(json_build_object('id', l.id, 'kind', l.kind,
           'subject', coalesce(l.server_id, l.tool_id, l.agent_id, l.human_id, l.instance_id),
           'calls', l.calls, 'seconds', l.seconds, 'concurrent', l.concurrent) ORDER BY l.id), '[]')
         FROM call_limit l WHERE l.tenant_no = t.no) AS limits,
        (SELECT coalesce(json_agg(json_build_object('id', x.id, 'seconds', x.timeout_seconds)), '[]') FROM (
           SELECT id, timeout_seconds FROM server WHERE tenant_no = t.no AND timeout_seconds IS NOT NULL
           UNION ALL
           SELECT id, timeout_seconds FROM tool WHERE tenant_no = t.no AND timeout_seconds IS NOT NULL) x) AS timeouts
      FROM tenant t WHERE t.no = $1`,
    values: [tenantNo],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("A tenant that has just been read is gone.");
  return { version: row.version, ...toCallLimits(row) };
}

/** Any subject's: no id is this. */
const anyOne = "*";

function toCallLimits({ limits, timeouts }: Row): CallLimits {
  const bySubject = new Map(limits.map((limit) => [`${limit.kind} ${limit.subject ?? anyOne}`, limit]));
  const seconds = new Map(timeouts.map((timeout) => [timeout.id, timeout.seconds]));
  return {
    metBy: (subjects) =>
      bySubject.size === 0
        ? []
        : Object.entries(subjects).flatMap(([kind, subject]) =>
            subject === null
              ? []
              : [subject, anyOne].flatMap((whose) => {
                  const limit = bySubject.get(`${kind} ${whose}`);
                  return limit === undefined ? [] : [{ limit, subject }];
                }),
          ),
    timeoutSecondsOf: (serverId, toolId) =>
      (toolId === null ? undefined : seconds.get(toolId)) ?? seconds.get(serverId) ?? null,
  };
}
