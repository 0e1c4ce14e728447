import type { Scope } from "@/lib/kernel/scope";

export type ThingRow = {
  kind: "agent" | "instance" | "human" | "server" | "tool" | "policy";
  /** What its address calls it: a slug, a key or an id. */
  key: string;
  name: string;
  /** What tells it from others of its name. */
  note: string | null;
  /** What it belongs to: the agent of an instance, the server of a tool, by their keys. */
  within: string | null;
};

/**
 * A kind of thing, the permission that reads it, and its rows in tenant $1. `words` are searched for parts; `ids` must be given
 * whole, because every id holds any two letters somewhere.
 */
type Kind = { kind: ThingRow["kind"]; may: Scope; sql: string };

export const kindsOfThings: readonly Kind[] = [
  {
    kind: "agent",
    may: "agents:read",
    sql: `SELECT slug AS key, name, slug AS note, NULL AS within, false AS gone,
            ARRAY[name, slug] AS words, ARRAY[id] AS ids
          FROM agent WHERE tenant_no = $1`,
  },
  {
    kind: "instance",
    may: "instances:read",
    sql: `SELECT i.id AS key, i.label AS name,
            concat_ws(' · ', a.name, coalesce(h.name, h.email, h.key), CASE WHEN i.status <> 'active' THEN i.status::text END) AS note,
            a.slug AS within, i.status = 'disconnected' AS gone, ARRAY[i.label] AS words, ARRAY[i.id] AS ids
          FROM instance i
            JOIN agent a ON a.tenant_no = i.tenant_no AND a.id = i.agent_id
            JOIN human h ON h.tenant_no = i.tenant_no AND h.id = i.human_id
          WHERE i.tenant_no = $1`,
  },
  {
    kind: "human",
    may: "humans:read",
    sql: `SELECT key, coalesce(name, email, key) AS name, coalesce(email, key) AS note, NULL AS within, false AS gone,
            ARRAY[name, email, substr(key, strpos(key, '|') + 1)] AS words, ARRAY[id, lower(key)] AS ids
          FROM human WHERE tenant_no = $1`,
  },
  {
    kind: "server",
    may: "servers:read",
    sql: `SELECT key, name, key AS note, NULL AS within, false AS gone, ARRAY[name, key] AS words, ARRAY[id] AS ids
          FROM server WHERE tenant_no = $1`,
  },
  {
    kind: "tool",
    may: "servers:read",
    sql: `SELECT t.slug AS key, t.name,
            concat_ws(' · ', s.name, CASE WHEN t.state <> 'current' THEN t.state::text END) AS note,
            s.key AS within, t.state = 'removed' AS gone, ARRAY[t.name, t.slug, t.title] AS words,
            ARRAY[t.id, s.key || '__' || t.slug] AS ids
          FROM tool t JOIN server s ON s.tenant_no = t.tenant_no AND s.id = t.server_id
          WHERE t.tenant_no = $1`,
  },
  {
    kind: "policy",
    may: "policies:read",
    sql: `SELECT id AS key, name, concat_ws(' · ', effect::text, status::text) AS note, NULL AS within, false AS gone,
            ARRAY[name] AS words, ARRAY[id] AS ids
          FROM policy WHERE tenant_no = $1 AND deleted_at IS NULL`,
  },
];

/**
 * One statement for all kinds: $1 the tenant, $2 the text in lower case, $3 how many of a kind. `strpos` and `starts_with` know no
 * wildcards, so the text needs no escaping.
 */
export const thingsSql = (kinds: readonly Kind[]): string =>
  kinds
    .map(
      ({ kind, sql }) => `(
        SELECT '${kind}' AS kind, key, name, note, within
        FROM (${sql}) thing CROSS JOIN LATERAL (
          SELECT min(CASE WHEN lower(word) = $2::text THEN 0 WHEN starts_with(lower(word), $2::text) THEN 1 ELSE 2 END) AS rank
          FROM unnest(words || CASE WHEN $2::text = ANY (ids) THEN $2::text END) word WHERE strpos(lower(word), $2::text) > 0
        ) matched
        WHERE rank IS NOT NULL ORDER BY gone, rank, lower(name), key LIMIT $3::int
      )`,
    )
    .join(" UNION ALL ");
