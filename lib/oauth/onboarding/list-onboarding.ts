import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { ClientMetadata } from "../clients/client-metadata";
import { diagnose } from "./diagnose";
import type { Diagnosis } from "./diagnosis";
import { flushNotes } from "./note-step";
import { readSteps, type Step } from "./step";

export const ListOnboardingInput = z.strictObject({
  /** client_id. */
  client: z.string().min(1).max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListOnboardingInput = z.input<typeof ListOnboardingInput>;

/** One client's way in. Times are ISO 8601. */
export type AttemptView = {
  id: string;
  clientId: string | null;
  /** What it calls itself; nobody has checked that. */
  client: string | null;
  server: string | null;
  ip: string | null;
  userAgent: string | null;
  startedAt: string;
  updatedAt: string;
  steps: Step[];
  diagnosis: Diagnosis;
};

/**
 * Clients' latest attempts to connect, each with how far it came and what to do about it, the latest first. At most 200 are
 * kept of a tenant, so there is no further page.
 */
export async function listOnboarding(ctx: Ctx, given: ListOnboardingInput = {}): Promise<{ items: AttemptView[] }> {
  requireScope(ctx, "agents:read");
  const { client, limit } = ListOnboardingInput.parse(given);
  await flushNotes();
  const db = tenantClient(ctx.tenant.no);
  const rows = await db.onboarding.findMany({
    where: client === undefined ? {} : { clientId: client },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  const clients = await db.oAuthClient.findMany({
    where: { clientId: { in: clientIds } },
    select: { clientId: true, metadata: true },
  });
  const registered = new Map(
    clients.map(({ clientId, metadata }) => [clientId, ClientMetadata.safeParse(metadata).data?.redirect_uris ?? []]),
  );
  const atMs = nowMs();
  return {
    items: rows.map(({ id, clientId, client: name, server, ip, userAgent, createdAt, updatedAt, ...row }) => {
      const known = { clientId, client: name, server, ip, userAgent, steps: readSteps(row.steps) };
      return {
        id,
        ...known,
        startedAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
        diagnosis: diagnose(known, registered.get(clientId ?? "") ?? [], atMs),
      };
    }),
  };
}
