import "server-only";
import { pool } from "@/lib/db/pool";
import type { Level } from "@/lib/policy/level";
import type { Principal, ServerRule, ToolFacts } from "../load-principal";

/** One instance as it stands to one server: who it is, for whom it acts, and how far it may go there. */
export type Standing = {
  instance: { id: string; label: string; status: Principal["instance"]["status"] };
  agent: { id: string; slug: string; name: string; tags: string[]; suspended: boolean };
  human: {
    id: string;
    key: string;
    name: string | null;
    email: string | null;
    groups: string[];
    suspended: boolean;
  };
  server: ServerRule & { id: string; key: string; name: string };
  ceiling: Principal["ceiling"];
  consent: Principal["consent"];
};

type Row = {
  instance_id: string;
  label: string;
  status: Principal["instance"]["status"];
  agent_id: string;
  slug: string;
  agent_name: string;
  agent_tags: string[];
  agent_status: string;
  human_id: string;
  human_key: string;
  human_name: string | null;
  email: string | null;
  groups: string[];
  human_status: string;
  server_id: string;
  server_key: string;
  server_name: string;
  enabled: boolean;
  server_tags: string[];
  enforce_schema: boolean;
  ceiling: Level | null;
  level: Level | null;
  expires_at: Date | null;
  excluded_tools: string[] | null;
};

/**
 * How instances stand to servers: of each instance to those that its human was granted or consented to, or to the one server
 * named, granted or not. Ordered by instance, newest first, then by server.
 */
export async function loadStandings(
  tenantNo: number,
  instanceIds: readonly string[],
  serverId: string | null,
): Promise<Standing[]> {
  const { rows } = await pool("lookup").query<Row>({
    name: "load-standings",
    text: `
      SELECT i.id AS instance_id, i.label, i.status, a.id AS agent_id, a.slug, a.name AS agent_name, a.tags AS agent_tags,
        a.status AS agent_status, h.id AS human_id, h.key AS human_key, h.name AS human_name, h.email, h.groups,
        h.status AS human_status, s.id AS server_id, s.key AS server_key, s.name AS server_name, s.enabled,
        s.tags AS server_tags, s.enforce_schema, r.ceiling, k.level, k.expires_at, k.excluded_tools
      FROM instance i
      JOIN agent a ON a.tenant_no = i.tenant_no AND a.id = i.agent_id
      JOIN human h ON h.tenant_no = i.tenant_no AND h.id = i.human_id
      JOIN server s ON s.tenant_no = i.tenant_no AND ($3::text IS NULL OR s.id = $3)
      LEFT JOIN "grant" r ON r.tenant_no = i.tenant_no AND r.human_id = i.human_id AND r.server_id = s.id
      LEFT JOIN consent k ON k.tenant_no = i.tenant_no AND k.instance_id = i.id AND k.server_id = s.id
      WHERE i.tenant_no = $1 AND i.id = ANY($2::text[]) AND ($3 IS NOT NULL OR r.ceiling IS NOT NULL OR k.level IS NOT NULL)
      ORDER BY i.id DESC, s.key`,
    values: [tenantNo, instanceIds, serverId],
  });
  return rows.map((row) => ({
    instance: { id: row.instance_id, label: row.label, status: row.status },
    agent: {
      id: row.agent_id,
      slug: row.slug,
      name: row.agent_name,
      tags: row.agent_tags,
      suspended: row.agent_status !== "active",
    },
    human: {
      id: row.human_id,
      key: row.human_key,
      name: row.human_name,
      email: row.email,
      groups: row.groups,
      suspended: row.human_status !== "active",
    },
    server: {
      id: row.server_id,
      key: row.server_key,
      name: row.server_name,
      enabled: row.enabled,
      tags: row.server_tags,
      enforceSchema: row.enforce_schema,
    },
    ceiling: row.ceiling,
    consent:
      row.level === null
        ? null
        : { level: row.level, expiresAtMs: row.expires_at?.getTime() ?? null, excludedTools: row.excluded_tools ?? [] },
  }));
}

/** The tools of servers by server id, those that are no longer offered left out; of one name only, where it is given. */
export async function loadToolsOf(
  tenantNo: number,
  serverIds: readonly string[],
  name: string | null = null,
): Promise<Map<string, ToolFacts[]>> {
  const { rows } = await pool("lookup").query<ToolFacts & { serverId: string }>({
    name: "load-tools-of",
    text: `
      SELECT server_id AS "serverId", id, name, slug, level, enabled, state, definition_hash AS "definitionHash",
        (annotations -> 'readOnlyHint') = 'true'::jsonb AS "readOnly"
      FROM tool WHERE tenant_no = $1 AND server_id = ANY($2::text[]) AND state <> 'removed' AND ($3::text IS NULL OR name = $3)
      ORDER BY server_id, name`,
    values: [tenantNo, serverIds, name],
  });
  const byServer = new Map<string, ToolFacts[]>();
  for (const { serverId, ...tool } of rows) {
    const own = byServer.get(serverId);
    if (own) own.push(tool);
    else byServer.set(serverId, [tool]);
  }
  return byServer;
}
