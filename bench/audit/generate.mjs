/**
 * Fills the log with events as a busy installation has them: many tenants of very different size, agents and humans of whom
 * few do most, some that fell silent long ago, types that hardly ever occur. The rows are written by the database itself; they
 * have the columns, the size and the leaf hash of real ones.
 */

/** Of the tenant that has a third of everything. Numbers of things: tenant × 10,000 and these. */
export const shape = {
  days: 90,
  tenants: 500,
  agents: 300,
  humans: 800,
  instances: 4_000,
  servers: 40,
  toolsPerServer: 10,
  policies: 30,
  actors: 10,
};
export const offsets = {
  agent: 0,
  human: 1_000,
  instance: 2_000,
  resource: 6_000,
  tool: 6_100,
  policy: 6_500,
  actor: 6_600,
};
export const numberOf = (tenantNo, kind, i) => tenantNo * 10_000 + offsets[kind] + i;

/** Configuration changes: one event in forty. The last one occurs five times in all. */
const changes = [
  "policy.updated",
  "policy.created",
  "grant.updated",
  "grant.created",
  "consent.granted",
  "consent.revoked",
  "resource.updated",
  "agent.connected",
  "session.created",
  "session.refused",
  "key.created",
  "human.created",
  "auth.refused",
  "resource.tools_changed",
];
export const rareType = "policy.deleted";
const reasons = [
  "ALLOWED",
  "TRUST_TOO_LOW",
  "BLOCKED_BY_POLICY",
  "NO_GRANT",
  "NO_CONSENT",
  "CONSENT_EXPIRED",
  "TOOL_DISABLED",
  "ARGUMENTS_INVALID",
  "RESOURCE_NOT_FOUND",
  "NO_MATCHING_POLICY",
];

/**
 * @param {import("pg").Client} client as the owner of the tables
 * @param {number} total events
 * @param {{ now: number, say: (line: string) => void }} options `now`: epoch milliseconds of the youngest event
 */
export async function generate(client, total, { now, say }) {
  await client.query(
    "SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2",
  );
  for (let day = 0; day <= shape.days + 31; day += 20)
    await client.query("SELECT audit.ensure_partition(($1::timestamptz AT TIME ZONE 'UTC')::date)", [
      new Date(now - (shape.days - day) * 86_400_000),
    ]);
  const words = await vocabulary(client);
  const indexes = await dropIndexes(client);
  const step = 250_000;
  for (let from = 0; from < total; from += step) {
    await client.query(insertSql, [
      from,
      Math.min(from + step, total) - 1,
      total,
      now,
      shape.days * 86_400_000,
      ...words,
    ]);
    if ((from / step) % 8 === 7) say(`${from + step} events`);
  }
  for (const statement of indexes) {
    await client.query(statement);
    say(statement.slice(0, 60));
  }
  await dictionary(client);
  await client.query("VACUUM ANALYZE audit.event");
  await client.query("VACUUM ANALYZE audit.term");
  await client.query("ANALYZE");
}

/** Words and their numbers: of the types of changes, and of the reasons. */
async function vocabulary(client) {
  const types = [...changes, rareType];
  await client.query("INSERT INTO audit.event_type (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [types]);
  await client.query("INSERT INTO audit.reason (code) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [reasons]);
  const { rows } = await client.query(
    "SELECT name AS word, no FROM audit.event_type UNION ALL SELECT code, no FROM audit.reason",
  );
  const numbers = new Map(rows.map(({ word, no }) => [word, no]));
  return [types, types.map((word) => numbers.get(word)), reasons, reasons.map((word) => numbers.get(word))];
}

/** Rows are loaded without indexes, which are then built: their density is that of a month that was rebuilt. */
async function dropIndexes(client) {
  const { rows } = await client.query(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'audit' AND tablename = 'event' AND indexname <> 'event_pkey'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX audit.${name}`);
  await client.query("ALTER TABLE audit.event DROP CONSTRAINT event_pkey");
  return [
    "ALTER TABLE audit.event ADD PRIMARY KEY (tenant_no, id)",
    ...rows.map(({ definition }) => definition.replace(" ON ONLY ", " ON ")),
  ];
}

/** $1 first and $2 last number of the batch, $3 how many there are, $4 now, $5 the whole time, in ms, $6 names and $7
 * numbers of the types of changes, $8 codes and $9 numbers of reasons. */
const insertSql = `
WITH drawn AS (
  SELECT g, $4::bigint - $5::bigint + (g::float8 / $3::int * $5::bigint)::bigint AS ms,
    random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7
  FROM generate_series($1::int, $2::int) g
), whose AS (
  SELECT *, CASE WHEN r1 < 0.334 THEN 1 ELSE 2 + floor((${shape.tenants} - 1) * power(r2, 3))::int END AS tenant,
    floor(${shape.instances} * power(r3, 2.2))::int AS i0, g < $3::int * 0.33 AS early
  FROM drawn
), who AS (
  -- One agent in twenty was only used in the first month.
  SELECT *, CASE WHEN ((i0 * 7 + i0 / ${shape.humans}) % ${shape.agents}) % 20 = 3 AND NOT early THEN (i0 + 1) % ${shape.instances} ELSE i0 END AS i1 FROM whose
), who2 AS (
  SELECT *, CASE WHEN ((i1 * 7 + i1 / ${shape.humans}) % ${shape.agents}) % 20 = 3 AND NOT early THEN 0 ELSE i1 END AS i FROM who
), what AS (
  SELECT *, tenant * 10000 AS t0, (i * 7 + i / ${shape.humans}) % ${shape.agents} AS agent, i % ${shape.humans} AS human,
    floor(${shape.servers} * power(r4, 2))::int AS server, floor(${shape.toolsPerServer} * power(r5, 1.5))::int + floor(${shape.servers} * power(r4, 2))::int * ${shape.toolsPerServer} AS tool_of,
    CASE WHEN g % ($3::int / 5) = 7 THEN 99 WHEN r6 < 0.905 THEN 1 WHEN r6 < 0.975 THEN 2 ELSE 3 END AS kind,
    format('%s-%s-7%s-%s-%s', substr(lpad(to_hex(ms), 12, '0'), 1, 8), substr(lpad(to_hex(ms), 12, '0'), 9, 4),
      substr(md5(g::text), 1, 3), '8' || substr(md5(g::text), 4, 3), substr(md5(g::text), 7, 12))::uuid AS id
  FROM who2
), how AS (
  SELECT *, CASE kind WHEN 1 THEN 1 WHEN 2 THEN CASE WHEN r7 < 0.6 THEN 2 WHEN r7 < 0.98 THEN 3 ELSE 4 END ELSE 1 END AS outcome,
    CASE kind WHEN 99 THEN ${changes.length + 1} WHEN 3 THEN 1 + floor(${changes.length} * power(r7, 2))::int END AS change,
    CASE WHEN kind = 2 AND r7 < 0.6 THEN 2 + floor(${reasons.length - 1} * power(r5, 2))::int WHEN kind IN (1, 2) THEN 1 END AS reason,
    CASE WHEN kind > 2 THEN NULL WHEN r5 < 0.8 THEN 0 ELSE floor(${shape.policies} * r3)::int END AS policy
  FROM what
), numbers AS (
  SELECT *, CASE WHEN kind < 3 THEN t0 + ${offsets.agent} + agent END AS agent_no,
    CASE WHEN kind < 3 THEN t0 + ${offsets.instance} + i END AS instance_no,
    CASE WHEN kind < 3 OR g % 2 = 0 THEN t0 + ${offsets.human} + human END AS human_no,
    t0 + ${offsets.resource} + server AS resource_no,
    CASE WHEN kind < 3 THEN t0 + ${offsets.tool} + tool_of END AS tool_no,
    -- Of the changes, every second is one of a policy.
    CASE WHEN kind < 3 OR g % 2 = 1 THEN t0 + ${offsets.policy} + coalesce(policy, g % ${shape.policies}) END AS policy_no,
    CASE WHEN kind > 2 THEN t0 + ${offsets.actor} + g % ${shape.actors} END AS actor_no,
    ($8::text[])[reason] AS reason_code, ($9::int[])[reason] AS reason_no,
    coalesce(($7::int[])[change], kind) AS type_no
  FROM how
), rows AS (
  SELECT *, to_char(to_timestamp(ms / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
    CASE WHEN kind > 2 THEN
      '{"actor":{"key":"mem_' || (t0 + g % 10) || '","name":null,"type":"member"},"changes":{"after":{"ceiling":"medium","status":"active"},"before":{"ceiling":"low","status":"draft"}},"details":{},"id":"' || id
    ELSE
      '{"actor":{"key":"agent|client-' || agent || '","name":"Agent ' || agent || '","type":"agent"},"agent":{"key":"agent|client-' || agent || '","name":"Agent ' || agent || '","slug":"agent-' || agent
      || '"},"arguments":{"bytes":118,"commitment":"' || md5(id::text) || '","keys":["amount","currency","customer","note"],"redacted":[]},"chain":[{"ok":true,"stage":"identity"},{"ok":true,"stage":"resource"},{"ceiling":"medium","consent":"medium","level":"medium","ok":true,"required":"low","stage":"trust"},{"ok":true,"stage":"arguments"},{"evaluated":[{"applies":true,"effect":"allow","id":"pol_allow","name":"Allow what trust permits","version":1}],"ok":true,"shadow":[],"stage":"policies"}],"check":{"action":"tool_' || tool_of
      || '","resource":"server-' || server || ':server-' || server || '","user":"agent|client-' || agent || '"},"decision":"' || CASE outcome WHEN 2 THEN 'deny' ELSE 'allow' END || '","details":{"facts":{"agentTags":[],"groups":[],"serverTags":["prod"]},"policySetVersion":7},"durationMs":{"policy":0.412,"total":24.11,"upstream":22.9},"human":{"key":"human|user-' || human || '"},"id":"' || id
    END AS head
  FROM numbers
), bodies AS (
  -- In the order of canonical JSON: verification reads most rows by the order of their parts.
  SELECT *, (head || '","index":[' || concat_ws(',', coalesce(agent_no::text, 'null'), coalesce(instance_no::text, 'null'), coalesce(human_no::text, 'null'), resource_no, coalesce(tool_no::text, 'null'), coalesce(policy_no::text, 'null'), coalesce(actor_no::text, 'null')) || ']'
    || CASE WHEN kind < 3 THEN ',"instance":{"clientName":"client","clientVersion":"1.4.2","id":"ins_' || (t0 + i) || '","label":"laptop ' || i || '","protocolVersion":"2025-11-25"}' ELSE '' END
    || ',"nonce":"' || md5(g::text) || '","occurredAt":"' || at || '","outcome":"' || (ARRAY['success', 'denied', 'error', 'unknown'])[outcome]
    || CASE WHEN kind < 3 THEN '","policy":{"description":"","effect":"allow","id":"pol_' || policy || '","name":"Policy ' || policy || '","version":1},"reason":{"code":"' || reason_code || '","text":"No permission for ''tool_' || tool_of || '''"' || '},"requestId":"req_' || md5(id::text) ELSE '' END
    || '","server":"server-' || server || '","surface":"' || CASE WHEN kind < 3 THEN 'mcp' ELSE 'console' END
    || '","tool":{"definitionHash":"' || md5('d' || tool_of) || md5('e' || tool_of) || '","level":"low","name":"tool_' || tool_of || '","slug":"tool_' || tool_of || '"},"type":"'
    || CASE kind WHEN 1 THEN 'gateway.tool.executed' WHEN 2 THEN 'gateway.tool.error' ELSE ($6::text[])[change] END || '","v":2}') AS body
  FROM rows
), written AS (
  INSERT INTO audit.event (tenant_no, id, occurred_at, recorded_at, type_no, outcome, decision, reason_no, agent_no, instance_no,
    human_no, resource_no, tool_no, policy_no, actor_no, total_ms, upstream_ms, body, leaf)
  SELECT tenant, id, to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0), type_no, outcome, CASE WHEN kind > 2 THEN NULL WHEN outcome = 2 THEN 2 ELSE 1 END,
    reason_no, agent_no, instance_no, human_no, resource_no, tool_no, policy_no, actor_no, 24, 23, body::json, sha256('\\x00'::bytea || convert_to(body, 'UTF8'))
  FROM bodies ORDER BY id
)
-- One event in four is of a session of some length, one in fifty has a word of its arguments that others share.
INSERT INTO audit.term (tenant_no, word, id)
  SELECT tenant, hashint8(t0 + i + g / 100000), id FROM bodies WHERE kind < 3 AND g % 4 = 0
  UNION ALL SELECT tenant, 42 + g % 7, id FROM bodies WHERE kind < 3 AND g % 50 = 0`;

/** Tenants whose things have keys and names: those that are asked. */
const named = 5;

/** What filters name: keys and names of everything. */
async function dictionary(client) {
  const kinds = [
    ["agent", shape.agents, "'agent-' || i", "'Agent ' || i"],
    ["human", shape.humans, "'human|user-' || i", "NULL"],
    ["instance", shape.instances, "'ins_' || (t * 10000 + i)", "'laptop ' || i"],
    ["resource", shape.servers, "'server-' || i", "'Server ' || i"],
    ["tool", shape.servers * shape.toolsPerServer, "'tool_' || i", "'tool_' || i"],
    ["policy", shape.policies, "'pol_' || i", "'Policy ' || i"],
    ["actor", shape.actors, "'mem_' || (t * 10000 + i)", "NULL"],
  ];
  for (const [kind, count, key, name] of kinds) {
    const id = kind === "resource" ? "'srv_' || (t * 10000 + i)" : `'${kind}_' || (t * 10000 + i)`;
    await client.query(
      `INSERT INTO audit.dim (no, tenant_no, kind, ext_id, key) OVERRIDING SYSTEM VALUE
       SELECT t * 10000 + ${offsets[kind]} + i, t, '${kind}', ${id}, ${key}
       FROM generate_series(1, ${named}) t, generate_series(0, ${count - 1}) i`,
    );
    await client.query(
      `INSERT INTO audit.dim_name (tenant_no, no, name, is_key)
       SELECT t, t * 10000 + ${offsets[kind]} + i, name, is_key
       FROM generate_series(1, ${named}) t, generate_series(0, ${count - 1}) i,
         LATERAL (VALUES (${key}, true), (${name}, false)) AS n(name, is_key) WHERE name IS NOT NULL ON CONFLICT DO NOTHING`,
    );
  }
}
