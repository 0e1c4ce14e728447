import type { EventRow } from "./row";

const columns = `tenant_no int, id uuid, occurred_at timestamptz, type_no smallint, outcome smallint, decision smallint,
  reason_no smallint, agent_no int, instance_no int, human_no int, resource_no int, tool_no int, policy_no int, actor_no int,
  total_ms int, upstream_ms int, body json, leaf text`;

const names = `tenant_no, id, occurred_at, type_no, outcome, decision, reason_no, agent_no, instance_no, human_no,
  resource_no, tool_no, policy_no, actor_no, total_ms, upstream_ms, body, leaf`;

/** `INSERT … SELECT` of the rows in the JSON parameter `parameter`; `where` may leave some out. */
export const insertEvents = (parameter: string, where = ""): string =>
  `INSERT INTO audit.event (${names})
   SELECT tenant_no, id, occurred_at, type_no, outcome, decision, reason_no, agent_no, instance_no, human_no, resource_no,
          tool_no, policy_no, actor_no, total_ms, upstream_ms, body, decode(leaf, 'hex')
   FROM json_to_recordset(${parameter}::json) AS row(${columns}) ${where}`;

/** The rows as one JSON parameter. Each body is JSON already, and goes in byte by byte as it was hashed. */
export const toJson = (rows: readonly EventRow[]): string =>
  `[${rows.map(({ columns, body }) => `${JSON.stringify(columns).slice(0, -1)},"body":${body}}`).join(",")}]`;

/** `INSERT … SELECT` of words by which single events are found, out of the JSON parameter `parameter`. One word may be given twice. */
export const insertTerms = (parameter: string, where = ""): string =>
  `INSERT INTO audit.term (tenant_no, word, id)
   SELECT tenant_no, word, id FROM json_to_recordset(${parameter}::json) AS row(tenant_no int, word bigint, id uuid) ${where}
   ON CONFLICT DO NOTHING`;

export type TermRow = { tenant_no: number; word: string; id: string };
