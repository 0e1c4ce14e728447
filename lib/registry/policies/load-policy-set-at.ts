import "server-only";
import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";
import type { PolicyVersion } from "@/lib/db/rows";
import { notFound } from "@/lib/kernel/errors";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { ruleOf } from "./policy-view";

// Apart from the sets that calls wait for, so that looking into the past never costs them their place.
const shared = globalThis as { countersignPastPolicySets?: LRUCache<string, Promise<PolicySet>> };
shared.countersignPastPolicySets ??= new LRUCache({ max: 50 });
const loaded = shared.countersignPastPolicySets;

/**
 * The policies of a tenant as they counted at a past version of its policy set: each in the version that it then had, with the
 * status of that version. Throws `not_found` for a version that has not been yet.
 */
export async function loadPolicySetAt(tenantNo: number, version: number): Promise<PolicySet> {
  const name = `${tenantNo}:${version}`;
  const known = loaded.get(name);
  if (known) return known;
  const loading = read(tenantNo, version);
  loaded.set(name, loading);
  try {
    return await loading;
  } catch (error) {
    loaded.delete(name);
    throw error;
  }
}

type Row = Pick<PolicyVersion, "name" | "description" | "effect" | "status" | "scope" | "when" | "unless"> & {
  policy_id: string;
  version: number;
};

/**
 * One statement, hence one snapshot. The newest version of each policy that counted by then; a deleted policy counts until
 * the version of its deletion.
 */
async function read(tenantNo: number, setVersion: number): Promise<PolicySet> {
  const { rows } = await pool("lookup").query<Row | { policy_id: null }>({
    name: "load-policy-set-at",
    text: `
      SELECT v.policy_id, v.version, v.name, v.description, v.effect, v.status, v.scope, v."when", v.unless
      FROM tenant t
      LEFT JOIN LATERAL (
        SELECT DISTINCT ON (policy_id) * FROM policy_version
        WHERE tenant_no = t.no AND set_version <= $2
        ORDER BY policy_id, version DESC
      ) v ON v.status IN ('active', 'shadow') AND NOT EXISTS (
        SELECT 1 FROM policy p
        WHERE p.tenant_no = t.no AND p.id = v.policy_id AND p.deleted_at IS NOT NULL
          AND coalesce(p.deleted_set_version, 0) <= $2
      )
      WHERE t.no = $1 AND t.policy_set_version >= $2`,
    values: [tenantNo, setVersion],
  });
  if (rows.length === 0) throw notFound(`Version ${setVersion} of the policy set`);
  return toPolicySet(
    setVersion,
    // Where no policy counted there is one row without any.
    rows.flatMap((row) =>
      row.policy_id === null ? [] : [{ id: row.policy_id, version: row.version, ...ruleOf(row) }],
    ),
  );
}
