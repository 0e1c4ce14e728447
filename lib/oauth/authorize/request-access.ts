import "server-only";
import { LRUCache } from "lru-cache";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { noteConsent } from "../onboarding/note-consent";
import { aboutAsking } from "./about-asking";
import { getOpenRequest } from "./open-request";

// Next bundles routes, pages and instrumentation apart: one memory a process lies on the global object.
const shared = globalThis as { countersignAsked?: LRUCache<string, true> };
shared.countersignAsked ??= new LRUCache({ max: 10_000, ttl: 3_600_000 });
const asked = shared.countersignAsked;

/**
 * The human to whom nothing is granted asks for it: leaves `access.requested` for admins to see, once an hour for the same agent
 * and server, however often the button is pressed. The request stays open. Throws as `getAuthorization` does.
 */
export async function requestAccess(ctx: Ctx, requestId: string, { sessionId }: { sessionId: string }): Promise<void> {
  const { id: humanId } = requireHuman(ctx);
  const request = await getOpenRequest(tenantClient(ctx.tenant.no), requestId, { humanId, sessionId });
  noteConsent(ctx, request, "nothing_granted");
  const once = [ctx.tenant.no, humanId, request.client.agentId, request.audience].join(" ");
  if (asked.has(once)) return;
  await write(ctx, async (tx, record) => {
    const human = await tx.human.findFirst({ where: { id: humanId } });
    if (!human) throw notFound("This human");
    await record({ type: "access.requested", ...(await aboutAsking(tx, human, request)) });
  });
  asked.set(once, true);
}
