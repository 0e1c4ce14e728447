import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { PolicyScope } from "@/lib/policy/policy";

/** How many active instances at least one of the scopes covers: whom a change of a policy reaches. Tools are not looked at. */
export function countLiveInstances(tx: TenantTransaction, scopes: readonly PolicyScope[]): Promise<number> {
  return tx.instance.count({ where: { status: "active", OR: scopes.map(toWhere) } });
}

const toWhere = ({ servers, humans, agents, instances }: PolicyScope) => ({
  ...(humans && { human: { key: { in: humans } } }),
  ...(agents && { agent: { slug: { in: agents } } }),
  ...(instances && { id: { in: instances } }),
  ...(servers && { consents: { some: { server: { key: { in: servers } } } } }),
});
