import "server-only";
import { LRUCache } from "lru-cache";
import { database, Prisma } from "./client";

/** Models whose rows a tenant owns: those with a `tenantNo` of their own, but for Member, which belongs to the organization. */
function isTenantOwned(model: string): boolean {
  if (model === "Tenant" || model === "Member") return false;
  const fields: unknown = Reflect.get(Prisma, `${model}ScalarFieldEnum`);
  return typeof fields === "object" && fields !== null && "tenantNo" in fields;
}

type Args = { where?: Record<string, unknown>; data?: unknown; create?: unknown };

function claim(row: unknown, tenantNo: number): unknown {
  if (Array.isArray(row)) return row.map((one) => claim(one, tenantNo));
  if (typeof row !== "object" || row === null) return row;
  if ("tenantNo" in row && row.tenantNo !== tenantNo)
    throw new Error("A row of another tenant was about to be written.");
  return { ...row, tenantNo };
}

/** INVARIANT: every operation on a tenant-owned model is narrowed to the tenant, whatever its arguments say. */
function narrow(operation: string, args: Args, tenantNo: number): Args {
  const narrowed: Args = { ...args };
  if (operation.startsWith("create")) narrowed.data = claim(args.data, tenantNo);
  else narrowed.where = { ...args.where, tenantNo };
  if (operation === "upsert") narrowed.create = claim(args.create, tenantNo);
  return narrowed;
}

const open = (tenantNo: number) =>
  database().$extends({
    name: "tenant",
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          if (!isTenantOwned(model)) return query(args);
          // safe because narrow only adds the tenant's number to arguments that Prisma has typed already
          return query(narrow(operation, args as Args, tenantNo) as typeof args);
        },
      },
    },
  });

export type TenantClient = ReturnType<typeof open>;
export type TenantTransaction = Parameters<Parameters<TenantClient["$transaction"]>[0]>[0];

const clients = new LRUCache<number, TenantClient>({ max: 500 });

/** The Prisma client that sees and writes one tenant's rows only. */
export function tenantClient(tenantNo: number): TenantClient {
  let client = clients.get(tenantNo);
  if (!client) {
    client = open(tenantNo);
    clients.set(tenantNo, client);
  }
  return client;
}
