import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { disconnectRow } from "@/lib/registry/instances/disconnect-row";
import { aboutInstance, type InstanceRow } from "@/lib/registry/instances/instance-view";

/**
 * Somebody has a copy of what was exchanged before: the instance ends with everything that came of it (RFC 9700 §4.14.2),
 * inside the transaction of a verb. Events: why, and that it was disconnected. Where it had ended already, nothing more is
 * said: clients go on trying with dead tokens for minutes.
 */
export async function endFamily(
  tx: TenantTransaction,
  record: Recorder,
  instance: InstanceRow,
  { token, firstUsedAt }: { token: "authorization_code" | "refresh_token"; firstUsedAt: Date },
): Promise<void> {
  if (instance.status === "disconnected") return record.nothing("The instance had ended already.");
  const what = token === "refresh_token" ? "A refresh token" : "An authorization code";
  await record({
    type: "token.reuse_detected",
    ...aboutInstance(instance),
    outcome: "denied",
    reason: { code: "TOKEN_REUSED", text: `${what} was presented that had been exchanged before.` },
    details: { token, firstUsedAt: firstUsedAt.toISOString() },
  });
  await disconnectRow(tx, record, instance);
}

/** The instance, which nobody else exchanges tokens of or ends until the end of the transaction. */
export async function lockInstance(tx: TenantTransaction, tenantNo: number, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM instance WHERE tenant_no = ${tenantNo} AND id = ${id} FOR NO KEY UPDATE`;
}
