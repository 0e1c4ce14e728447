import "server-only";
import type { Prisma } from "@/lib/db/client";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import { conflict, notFound } from "@/lib/kernel/errors";

/** Who looks at a request: one human, in one session of the console. */
export type Answerer = { humanId: string; sessionId: string };

export const requestParts = { client: { include: { agent: true } } } as const;
export type RequestRow = Prisma.AuthorizationRequestGetPayload<{ include: typeof requestParts }>;

/**
 * The row of a request that this human may still answer in this session. Throws `not_found` for one of nobody here, and alike for one
 * that somebody else, or another session, has taken up; `conflict` for one that was answered already or has expired.
 */
export async function getOpenRequest(
  db: TenantClient | TenantTransaction,
  id: string,
  { humanId, sessionId }: Answerer,
): Promise<RequestRow> {
  const row = await db.authorizationRequest.findFirst({ where: { id }, include: requestParts });
  if (!row) throw missing();
  if (row.sessionId !== null && (row.sessionId !== sessionId || row.humanId !== humanId)) throw missing();
  if (row.completedAt !== null) throw conflict("This request has been answered already. Go back to your agent.");
  if (row.expiresAt <= now()) throw conflict("This request has expired. Start again from your agent.");
  return row;
}

/**
 * Marks a request as answered, inside the transaction of a verb: of two submissions one comes through. Only a request that was shown
 * to this human in this session can be answered. Throws as `getOpenRequest` does.
 */
export async function completeRequest(tx: TenantTransaction, id: string, answerer: Answerer): Promise<RequestRow> {
  const at = now();
  const { count } = await tx.authorizationRequest.updateMany({
    where: { id, ...answerer, completedAt: null, expiresAt: { gt: at } },
    data: { completedAt: at },
  });
  if (count === 1) return tx.authorizationRequest.findFirstOrThrow({ where: { id }, include: requestParts });
  await getOpenRequest(tx, id, answerer);
  // Open, and yet not taken up: it was never shown.
  throw missing();
}

const missing = () => notFound("This request");
