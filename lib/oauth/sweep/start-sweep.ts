import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { database } from "@/lib/db/client";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { sweepTenant } from "./sweep-tenant";

const firstAfterMs = 120_000;
const everyMs = 3_600_000;
/** How long a shutdown waits for the transaction that is on. */
const stopMs = 2_000;

/** Removes what has expired from now on, every hour. Several processes may: each finds what the others left. */
export function startOAuthSweep(): () => Promise<void> {
  const asked = new AbortController();
  const ended = run(asked.signal);
  return async () => {
    asked.abort();
    await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
  };
}

async function run(signal: AbortSignal): Promise<void> {
  await pause(firstAfterMs, signal);
  while (!signal.aborted) {
    // The database may be away; the next round tries again.
    await sweepOAuth(signal).catch(() => {});
    await pause(everyMs, signal);
  }
}

/** One round over every tenant that has something expired. Gives how much was removed. */
export async function sweepOAuth(signal?: AbortSignal): Promise<number> {
  let removed = 0;
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

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});
