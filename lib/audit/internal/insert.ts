import type { EventRow } from "./row";

const columns = `tenant_no int, id uuid, occurred_at timestamptz, type_no smallint, outcome smallint, decision smallint,
  reason_no smallint, agent_no int, instance_no int, human_no int, resource_no int, tool_no int, policy_no int,
  total_ms int, upstream_ms int, body jsonb, terms text[], leaf text`;

const names = `tenant_no, id, occurred_at, type_no, outcome, decision, reason_no, agent_no, instance_no, human_no,
  resource_no, tool_no, policy_no, total_ms, upstream_ms, body, terms, leaf`;

/** `INSERT … SELECT` of the rows in the JSON parameter `parameter`; `where` may leave some out. */
export const insertEvents = (parameter: string, where = ""): string =>
  `INSERT INTO audit.event (${names})
   SELECT tenant_no, id, occurred_at, type_no, outcome, decision, reason_no, agent_no, instance_no, human_no, resource_no,
          tool_no, policy_no, total_ms, upstream_ms, body, array_to_tsvector(terms), decode(leaf, 'hex')
   FROM json_to_recordset(${parameter}::json) AS row(${columns}) ${where}`;

/** The rows as one JSON parameter. Each body is JSON already, and goes in as it is. */
export const toJson = (rows: readonly EventRow[]): string =>
  `[${rows.map(({ columns, body }) => `${JSON.stringify(columns).slice(0, -1)},"body":${body}}`).join(",")}]`;
