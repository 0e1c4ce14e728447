import "server-only";
import { LRUCache } from "lru-cache";
import { batched } from "@/lib/db/batch";
import { pool } from "@/lib/db/pool";
import type { Level } from "@/lib/policy/level";

/*
 * What one request of an agent rests on, read fresh with every request: a change committed anywhere acts on the next
 * call. Plain SQL, because it is on the path of every call; requests that arrive together share one statement.
 */

export type PrincipalQuery = { tenant: string; tokenHash: Uint8Array; server: string; tool: string | null };

export type ToolFacts = {
  id: string;
  name: string;
  slug: string;
  level: Level;
  enabled: boolean;
  state: "current" | "review" | "quarantined" | "removed";
  /** The upstream's own hint; null where it gives none. */
  readOnly: boolean | null;
  definitionHash: string;
};

/** What a server's row says about deciding calls on it. */
export type ServerRule = { enabled: boolean; tags: string[]; enforceSchema: boolean };

export type ServerFacts = ServerRule & {
  id: string;
  key: string;
  name: string;
  url: string;
  auth: "none" | "header" | "oauth";
  authHeader: string | null;
  authSecret: Uint8Array | null;
  era: string | null;
  /** What it may not ask a client for. */
  forbids: string[];
};

export type Principal = {
  tenant: {
    no: number;
    slug: string;
    organizationId: string;
    policySetVersion: number;
    recordingVersion: number;
    limitsVersion: number;
  };
  instance: {
    id: string;
    label: string;
    status: "active" | "suspended" | "disconnected";
    clientName: string | null;
    clientVersion: string | null;
    protocolVersion: string | null;
    connected: boolean;
  };
  agent: { id: string; slug: string; name: string; tags: string[]; clientId: string; suspended: boolean };
  human: {
    id: string;
    key: string;
    name: string | null;
    email: string | null;
    groups: string[];
    suspended: boolean;
  };
  token: { audience: string | null; expired: boolean; revoked: boolean };
  server: ServerFacts | null;
  tool: ToolFacts | null;
  ceiling: Level | null;
  consent: { level: Level; expiresAtMs: number | null; excludedTools: string[] } | null;
};

/** `tenant`: there is no such tenant. `token`: the tenant is there (its number given), the token is not one of its. */
export type PrincipalAnswer = { found: Principal } | { missing: "tenant" } | { missing: "token"; tenantNo: number };

type Row = {
  tenant_no: number | null;
  tenant_slug: string;
  organization_id: string;
  policy_set_version: number;
  recording_version: number;
  limits_version: number;
  token_instance: string | null;
  audience: string | null;
  expired: boolean;
  revoked: boolean;
  label: string;
  instance_status: Principal["instance"]["status"];
  client_name: string | null;
  client_version: string | null;
  protocol_version: string | null;
  connected: boolean;
  agent_id: string;
  agent_slug: string;
  agent_name: string;
  agent_tags: string[];
  agent_status: string;
  oauth_client: string | null;
  human_id: string;
  human_key: string;
  human_name: string | null;
  human_email: string | null;
  human_groups: string[];
  human_status: string;
  server_id: string | null;
  server_key: string;
  server_name: string;
  url: string;
  auth: ServerFacts["auth"];
  auth_header: string | null;
  /** Hexadecimal, behind `\\x`. */
  auth_secret: string | null;
  server_enabled: boolean;
  server_tags: string[];
  enforce_schema: boolean;
  era: string | null;
  forbids: string[];
  tool_id: string | null;
  tool_name: string;
  tool_slug: string;
  tool_level: Level;
  tool_enabled: boolean;
  tool_state: ToolFacts["state"];
  read_only: boolean | null;
  definition_hash: string;
  ceiling: Level | null;
  consent_level: Level | null;
  consent_expires: string | null;
  excluded_tools: string[] | null;
};

/** What is on record comes as one text a question, which says the same in the same words as long as nothing has changed. */
const text = `
  SELECT row_to_json(facts)::text AS facts
  FROM unnest($1::text[], $2::bytea[], $3::text[], $4::text[]) WITH ORDINALITY AS q(tenant, hash, server, tool, n)
  LEFT JOIN tenant t ON t.slug = q.tenant
  LEFT JOIN access_token a ON a.tenant_no = t.no AND a.hash = q.hash
  LEFT JOIN instance i ON i.tenant_no = a.tenant_no AND i.id = a.instance_id
  LEFT JOIN agent g ON g.tenant_no = i.tenant_no AND g.id = i.agent_id
  LEFT JOIN human h ON h.tenant_no = i.tenant_no AND h.id = i.human_id
  LEFT JOIN oauth_client c ON c.tenant_no = i.tenant_no AND c.id = i.oauth_client_id
  LEFT JOIN server s ON s.tenant_no = t.no AND s.key = q.server
  LEFT JOIN tool o ON o.tenant_no = s.tenant_no AND o.server_id = s.id AND o.name = q.tool
  LEFT JOIN "grant" r ON r.tenant_no = i.tenant_no AND r.human_id = i.human_id AND r.server_id = s.id
  LEFT JOIN consent k ON k.tenant_no = i.tenant_no AND k.instance_id = i.id AND k.server_id = s.id
  CROSS JOIN LATERAL (
    SELECT t.no AS tenant_no, t.slug AS tenant_slug, t.organization_id, t.policy_set_version,
      t.recording_version, t.limits_version,
      a.instance_id AS token_instance, a.audience, coalesce(a.expires_at <= now(), false) AS expired,
      a.revoked_at IS NOT NULL AS revoked,
      i.label, i.status AS instance_status, i.client_name, i.client_version, i.protocol_version,
      i.connected_at IS NOT NULL AS connected,
      g.id AS agent_id, g.slug AS agent_slug, g.name AS agent_name, g.tags AS agent_tags,
      CASE WHEN c.status = 'suspended' THEN c.status ELSE g.status END AS agent_status,
      c.client_id AS oauth_client,
      h.id AS human_id, h.key AS human_key, h.name AS human_name, h.email AS human_email, h.groups AS human_groups,
      h.status AS human_status,
      s.id AS server_id, s.key AS server_key, s.name AS server_name, s.url, s.auth, s.auth_header, s.auth_secret, s.enabled AS server_enabled,
      s.tags AS server_tags, s.enforce_schema, s.era, s.forbids,
      o.id AS tool_id, o.name AS tool_name, o.slug AS tool_slug, o.level AS tool_level, o.enabled AS tool_enabled, o.state AS tool_state,
      (o.annotations -> 'readOnlyHint') = 'true'::jsonb AS read_only, o.definition_hash,
      r.ceiling, k.level AS consent_level, k.expires_at AS consent_expires, k.excluded_tools
  ) AS facts
  ORDER BY q.n`;

/**
 * Answers by the text that they were read from: nothing is taken for granted that was not read with this very request, but what was
 * read before need not be taken apart again. Whoever is given one shares it.
 */
const answers = new LRUCache<string, PrincipalAnswer>({ max: 2_000 });

async function loadMany(queries: readonly PrincipalQuery[]): Promise<PrincipalAnswer[]> {
  const { rows } = await pool("lookup").query<{ facts: string }>({
    name: "load-principal",
    text,
    values: [
      queries.map((q) => q.tenant),
      queries.map((q) => q.tokenHash),
      queries.map((q) => q.server),
      queries.map((q) => q.tool),
    ],
  });
  return rows.map(({ facts }) => {
    const known = answers.get(facts);
    if (known) return known;
    const answer = toAnswer(JSON.parse(facts) as Row); // safe because the statement above names exactly these
    answers.set(facts, answer);
    return answer;
  });
}

/** Who presents a token, and what is on record about the server and the tool it asks for. Rejects while the database is away. */
export const loadPrincipal: (query: PrincipalQuery) => Promise<PrincipalAnswer> = batched(loadMany);

function toAnswer(row: Row): PrincipalAnswer {
  if (row.tenant_no === null) return { missing: "tenant" };
  if (row.token_instance === null) return { missing: "token", tenantNo: row.tenant_no };
  return {
    found: {
      tenant: {
        no: row.tenant_no,
        slug: row.tenant_slug,
        organizationId: row.organization_id,
        policySetVersion: row.policy_set_version,
        recordingVersion: row.recording_version,
        limitsVersion: row.limits_version,
      },
      instance: {
        id: row.token_instance,
        label: row.label,
        status: row.instance_status,
        clientName: row.client_name,
        clientVersion: row.client_version,
        protocolVersion: row.protocol_version,
        connected: row.connected,
      },
      agent: {
        id: row.agent_id,
        slug: row.agent_slug,
        name: row.agent_name,
        tags: row.agent_tags,
        // An instance with a static token has no OAuth client: it is known by the slug of its agent.
        clientId: row.oauth_client ?? row.agent_slug,
        // Or its client: suspending one acts on the calls of all its instances.
        suspended: row.agent_status !== "active",
      },
      human: {
        id: row.human_id,
        key: row.human_key,
        name: row.human_name,
        email: row.human_email,
        groups: row.human_groups,
        suspended: row.human_status !== "active",
      },
      token: { audience: row.audience, expired: row.expired, revoked: row.revoked },
      server: toServer(row),
      tool: toTool(row),
      ceiling: row.ceiling,
      consent:
        row.consent_level === null
          ? null
          : {
              level: row.consent_level,
              expiresAtMs: row.consent_expires === null ? null : Date.parse(row.consent_expires),
              excludedTools: row.excluded_tools ?? [],
            },
    },
  };
}

function toServer(row: Row): ServerFacts | null {
  if (row.server_id === null) return null;
  return {
    id: row.server_id,
    key: row.server_key,
    name: row.server_name,
    url: row.url,
    auth: row.auth,
    authHeader: row.auth_header,
    authSecret: row.auth_secret === null ? null : Buffer.from(row.auth_secret.slice(2), "hex"),
    enabled: row.server_enabled,
    tags: row.server_tags,
    enforceSchema: row.enforce_schema,
    era: row.era,
    forbids: row.forbids,
  };
}

function toTool(row: Row): ToolFacts | null {
  if (row.tool_id === null) return null;
  return {
    id: row.tool_id,
    name: row.tool_name,
    slug: row.tool_slug,
    level: row.tool_level,
    enabled: row.tool_enabled,
    state: row.tool_state,
    readOnly: row.read_only,
    definitionHash: row.definition_hash,
  };
}
