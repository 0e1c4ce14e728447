import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { nameTenant } from "./erase-payload";

/**
 * Erases every personal value on record about a subject (a human's key), with the salts: events keep commitments that say nothing
 * any more. Gives how many, or `held` where a legal hold keeps them. Part of the caller's transaction.
 */
export async function erasePersonal(tx: TenantTransaction, ctx: Ctx, subject: string): Promise<number | "held"> {
  await nameTenant(tx, ctx);
  const [row] = await tx.$queryRawUnsafe<{ n: number | null }[]>("SELECT audit.erase_personal($1) AS n", subject);
  return row?.n ?? "held";
}
