import "server-only";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { type Answerer, getOpenRequest, type RequestRow } from "./open-request";

/**
 * Ties a request to the human and the session that see it first, by compare and set: whoever comes second with the same link finds
 * nothing. Throws as `getOpenRequest` does.
 */
export async function takeUpRequest(ctx: Ctx, id: string, answerer: Answerer): Promise<RequestRow> {
  const db = tenantClient(ctx.tenant.no);
  const row = await getOpenRequest(db, id, answerer);
  if (row.sessionId !== null) return row;
  await write(ctx, async (tx, record) => {
    await tx.authorizationRequest.updateMany({
      where: { id, sessionId: null, completedAt: null },
      data: { sessionId: answerer.sessionId, humanId: answerer.humanId },
    });
    record.nothing("Looking at a request changes nobody's rights; the answer leaves its events.");
  });
  return getOpenRequest(db, id, answerer);
}
