import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";
import { pool } from "./pool";

const shared = globalThis as { countersignPrisma?: PrismaClient };

/**
 * Prisma over the same connections as plain SQL. For what belongs to no tenant (organizations, users, sessions) and for
 * finding a tenant; everything a tenant owns goes through `tenantClient`.
 */
export function database(): PrismaClient {
  shared.countersignPrisma ??= new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) });
  return shared.countersignPrisma;
}

export { Prisma } from "./generated/client";
