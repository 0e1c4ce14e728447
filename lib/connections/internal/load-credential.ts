import "server-only";
import { LRUCache } from "lru-cache";
import { batched } from "@/lib/db/batch";
import { pool } from "@/lib/db/pool";
import { openTokens, type Tokens } from "./vault";

/** One human at one server. */
export type CredentialQuery = { tenantNo: number; humanId: string; serverId: string };

export type StoredCredential = {
  id: string;
  status: "connected" | "needs_reauth" | "revoked";
  version: number;
  tokens: Tokens | null;
  expiresAtMs: number | null;
  /** Since when the tokens are as they are. */
  sinceMs: number;
  usedWithinAMinute: boolean;
};

type Row = {
  id: string | null;
  status: StoredCredential["status"];
  version: number;
  tokens: Uint8Array | null;
  expires_at: Date | null;
  since: Date;
  used: boolean;
};

// Plain SQL, because a call waits for it; by the whole unique key, so that nobody else's row can ever be meant.
const text = `
  SELECT c.id, c.status, c.version, c.tokens, c.expires_at, coalesce(c.refreshed_at, c.created_at) AS since,
    coalesce(c.last_used_at > now() - interval '1 minute', false) AS used
  FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS q(tenant_no, human_id, server_id, n)
  LEFT JOIN connection c ON c.tenant_no = q.tenant_no AND c.human_id = q.human_id AND c.server_id = q.server_id
  ORDER BY q.n`;

async function loadMany(queries: readonly CredentialQuery[]): Promise<(StoredCredential | null)[]> {
  const { rows } = await pool("lookup").query<Row>({
    name: "load-credential",
    text,
    values: [queries.map((q) => q.tenantNo), queries.map((q) => q.humanId), queries.map((q) => q.serverId)],
  });
  return rows.map((row, i) => {
    const tenantNo = queries[i]?.tenantNo;
    if (row.id === null || tenantNo === undefined) return null;
    return {
      id: row.id,
      status: row.status,
      version: row.version,
      tokens: row.tokens === null ? null : opened({ tenantNo, id: row.id }, row.version, row.tokens),
      expiresAtMs: row.expires_at?.getTime() ?? null,
      sinceMs: row.since.getTime(),
      usedWithinAMinute: row.used,
    };
  });
}

/** What is on record of one human's credential at one server, read with every call; null: nothing. */
export const loadCredential: (query: CredentialQuery) => Promise<StoredCredential | null> = batched(loadMany);

/** Opened tokens by their row's version, which rises with every change of them: what is kept here is never stale. */
const cache = new LRUCache<string, { version: number; tokens: Tokens }>({ max: 5_000 });

/** Null for what does not open (another secret, or moved from another row): one such row must not fail everybody who asks with it. */
function opened(row: { tenantNo: number; id: string }, version: number, sealed: Uint8Array): Tokens | null {
  const key = `${row.tenantNo}/${row.id}`;
  const kept = cache.get(key);
  if (kept?.version === version) return kept.tokens;
  try {
    const tokens = openTokens(row, sealed);
    cache.set(key, { version, tokens });
    return tokens;
  } catch {
    return null;
  }
}
