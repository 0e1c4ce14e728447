import "server-only";
import { LRUCache } from "lru-cache";
import { tenantClient } from "@/lib/db/tenant";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { ruleOf } from "./policy-view";

// Next bundles routes, pages and instrumentation apart: one cache a process lives on the global object.
const shared = globalThis as { countersignPolicySets?: LRUCache<string, Promise<PolicySet>> };
shared.countersignPolicySets ??= new LRUCache({ max: 500 });
const loaded = shared.countersignPolicySets;

/**
 * The policies of a tenant that count at a version of its policy set, prepared for deciding.
 *
 * The cache cannot be stale: a version never changes its meaning (`raiseVersion`), and the version is read with every call.
 * When the set has moved on since the caller read the version, the newer set is given, under its own number.
 */
export async function loadPolicySet(tenantNo: number, version: number): Promise<PolicySet> {
  const name = `${tenantNo}:${version}`;
  const known = loaded.get(name);
  if (known) return known;
  // The promise is kept, so that a hundred calls at one moment read once. A failure is not kept.
  const loading = read(tenantNo);
  loaded.set(name, loading);
  try {
    const set = await loading;
    if (set.version !== version) {
      loaded.delete(name);
      loaded.set(`${tenantNo}:${set.version}`, loading);
    }
    return set;
  } catch (error) {
    loaded.delete(name);
    throw error;
  }
}

/** Version and policies out of one snapshot of the database: read apart, they might not belong together. */
async function read(tenantNo: number): Promise<PolicySet> {
  const db = tenantClient(tenantNo);
  const [tenant, rows] = await db.$transaction(
    [
      db.tenant.findUniqueOrThrow({ where: { no: tenantNo }, select: { policySetVersion: true } }),
      db.policy.findMany({ where: { deletedAt: null, status: { in: ["active", "shadow"] } } }),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  return toPolicySet(
    tenant.policySetVersion,
    rows.map((row) => ({ id: row.id, version: row.version, ...ruleOf(row) })),
  );
}
