import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import { HouseError } from "@/lib/kernel/errors";

/** What was chosen at the very edge is not refused because a moment went by. */
const slackMs = 60_000;

/** Throws `forbidden` where a consent would last longer than the tenant lets a human give one. `expiresAt` null: without an end. */
export async function requireLength(tx: TenantTransaction, expiresAt: Date | null, path: string): Promise<void> {
  const settings = await tx.oAuthSettings.findFirst({ select: { consentDays: true } });
  const days = settings?.consentDays ?? null;
  if (days === null) return;
  if (expiresAt !== null && expiresAt.getTime() <= nowMs() + days * 86_400_000 + slackMs) return;
  const message = `A consent lasts ${days === 1 ? "a day" : `${days} days`} at most here.`;
  throw new HouseError("forbidden", message, { issues: [{ path, message }] });
}
