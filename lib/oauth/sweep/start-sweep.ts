import "server-only";
import { database } from "@/lib/db/client";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { startJob } from "@/lib/kernel/start-job";
import { deleteExpiredSessions } from "@/lib/registry/sessions/session-rows";
import { sweepTenant } from "./sweep-tenant";

/**
 * Removes what has expired from now on, every hour. Several processes may: each finds what the others left. Where the database is
 * away, the next round tries again.
 */
export const startOAuthSweep = (): (() => Promise<void>) =>
  startJob(sweepOAuth, { firstAfterMs: 120_000, everyMs: 3_600_000 });

/** One round over the sessions of people, and over every tenant that has something expired. Gives how much was removed. */
export async function sweepOAuth(signal?: AbortSignal): Promise<number> {
  let removed = await deleteExpiredSessions();
  for (const { no, slug, organizationId } of await tenantsToSweep()) {
    if (signal?.aborted) break;
    removed += await sweepTenant({
      tenant: { no, slug, organizationId },
      actor: { type: "system", id: "oauth", name: "Authorization server" },
      scopes: [],
      surface: "system",
      requestId: newId("request"),
      ip: null,
      userAgent: null,
    });
  }
  return removed;
}

async function tenantsToSweep() {
  const expired = { some: { expiresAt: { lt: new Date(nowMs()) } } };
  return database().tenant.findMany({
    where: {
      OR: [
        { authorizationRequests: expired },
        { accessTokens: expired },
        { refreshTokens: expired },
        { clientAssertions: expired },
        { oauthClients: expired },
      ],
    },
  });
}
