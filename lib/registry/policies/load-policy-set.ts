import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import { type PolicySet, toPolicySet } from "@/lib/policy/policy-set";
import { onceAVersion } from "../internal/once-a-version";
import { ruleOf } from "./policy-view";

/**
 * The policies of a tenant that count at a version of its policy set, prepared for deciding.
 *
 * The cache cannot be stale: a version never changes its meaning (`raiseVersion`), and the version is read with every call.
 * When the set has moved on since the caller read the version, the newer set is given, under its own number.
 */
export const loadPolicySet: (tenantNo: number, version: number) => Promise<PolicySet> = onceAVersion("policies", read);

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
