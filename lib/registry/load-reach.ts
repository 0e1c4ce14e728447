import "server-only";
import { pool } from "@/lib/db/pool";
import type { Level } from "@/lib/policy/level";
import type { ServerRule, ToolFacts } from "./load-principal";

/** One server as one instance stands to it, with every tool the server has. */
export type Reach = {
  server: ServerRule & { id: string; key: string };
  ceiling: Level | null;
  consent: { level: Level; expiresAtMs: number | null; excludedTools: string[] } | null;
  /** The tools this instance was last shown; null where it never listed them. */
  listed: string[] | null;
  tools: ToolFacts[];
};

type Row = {
  id: string;
  key: string;
  enabled: boolean;
  tags: string[];
  enforce_schema: boolean;
  ceiling: Level | null;
  level: Level | null;
  expires_at: Date | null;
  excluded_tools: string[] | null;
  listed: string[] | null;
  tools: ToolFacts[] | null;
};

/** Everything that decides what an instance may use, without any call: on one server, or on all of its tenant. */
export async function loadReach(tenantNo: number, instanceId: string, serverId: string | null): Promise<Reach[]> {
  const { rows } = await pool("lookup").query<Row>({
    name: "load-reach",
    text: `
      SELECT s.id, s.key, s.enabled, s.tags, s.enforce_schema, r.ceiling, k.level, k.expires_at, k.excluded_tools, l.tools AS listed,
        (SELECT json_agg(json_build_object('id', o.id, 'name', o.name, 'slug', o.slug, 'level', o.level, 'enabled', o.enabled,
            'state', o.state, 'readOnly', (o.annotations -> 'readOnlyHint') = 'true'::jsonb,
            'definitionHash', o.definition_hash) ORDER BY o.name)
          FROM tool o WHERE o.tenant_no = s.tenant_no AND o.server_id = s.id AND o.state <> 'removed') AS tools
      FROM instance i
      JOIN server s ON s.tenant_no = i.tenant_no AND ($3::text IS NULL OR s.id = $3)
      LEFT JOIN "grant" r ON r.tenant_no = i.tenant_no AND r.human_id = i.human_id AND r.server_id = s.id
      LEFT JOIN consent k ON k.tenant_no = i.tenant_no AND k.instance_id = i.id AND k.server_id = s.id
      LEFT JOIN listing l ON l.tenant_no = i.tenant_no AND l.instance_id = i.id AND l.server_id = s.id
      WHERE i.tenant_no = $1 AND i.id = $2
      ORDER BY s.key`,
    values: [tenantNo, instanceId, serverId],
  });
  return rows.map((row) => ({
    server: { id: row.id, key: row.key, enabled: row.enabled, tags: row.tags, enforceSchema: row.enforce_schema },
    ceiling: row.ceiling,
    consent:
      row.level === null
        ? null
        : { level: row.level, expiresAtMs: row.expires_at?.getTime() ?? null, excludedTools: row.excluded_tools ?? [] },
    listed: row.listed,
    tools: row.tools ?? [],
  }));
}

/** Whether this instance was last shown `tool` by the server. */
export async function wasListed(
  tenantNo: number,
  instanceId: string,
  serverId: string,
  tool: string,
): Promise<boolean> {
  const { rowCount } = await pool("lookup").query(
    "SELECT 1 FROM listing WHERE tenant_no = $1 AND instance_id = $2 AND server_id = $3 AND $4 = ANY(tools)",
    [tenantNo, instanceId, serverId, tool],
  );
  return rowCount === 1;
}

/** Remembers what an instance is shown. Not a change of anybody's rights, hence no event. */
export async function rememberListing(
  tenantNo: number,
  instanceId: string,
  serverId: string,
  tools: readonly string[],
): Promise<void> {
  await pool("lookup").query(
    `INSERT INTO listing (tenant_no, instance_id, server_id, tools, listed_at) VALUES ($1, $2, $3, $4, now())
     ON CONFLICT (tenant_no, instance_id, server_id) DO UPDATE SET tools = excluded.tools, listed_at = excluded.listed_at`,
    [tenantNo, instanceId, serverId, tools],
  );
}
