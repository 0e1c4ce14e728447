import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { ClientRow } from "./client-row";

/** How exact "last used" is: not every refresh has to write the row that all installs of an agent share. */
const exactMs = 300_000;

/** Notes that a client got a token: it is in use from now on, and no longer goes by itself. */
export async function touchClient(tx: TenantTransaction, { id, lastUsedAt, expiresAt }: ClientRow): Promise<void> {
  if (expiresAt === null && lastUsedAt !== null && nowMs() - lastUsedAt.getTime() < exactMs) return;
  await tx.oAuthClient.updateMany({ where: { id }, data: { lastUsedAt: new Date(nowMs()), expiresAt: null } });
}
