import "server-only";
import type { Human } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";

/** How a human may be named: by key (`human|…`), id (`hum_…`) or e-mail. The three forms cannot be mistaken for each other. */
export function toHumanWhere(ref: string): { key: string } | { id: string } | { email: string } {
  if (ref.startsWith("human|")) return { key: ref };
  if (ref.includes("@")) return { email: ref.toLowerCase() };
  return { id: ref };
}

/** The row of a human by key, id or e-mail; undefined where this tenant has none. */
export async function findHumanRow(db: TenantClient | TenantTransaction, ref: string): Promise<Human | undefined> {
  return (await db.human.findFirst({ where: toHumanWhere(ref) })) ?? undefined;
}

/** Like `findHumanRow`; throws `not_found`, also for another tenant's human. */
export async function getHumanRow(db: TenantClient | TenantTransaction, ref: string): Promise<Human> {
  const row = await findHumanRow(db, ref);
  if (!row) throw notFound(`The human "${ref}"`);
  return row;
}
