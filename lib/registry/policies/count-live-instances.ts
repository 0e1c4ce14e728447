import "server-only";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { PolicyScope } from "@/lib/policy/policy";

/** How many active instances at least one of the scopes covers: whom a change of a policy reaches. Tools are not looked at. */
export function countLiveInstances(tx: TenantTransaction, scopes: readonly PolicyScope[]): Promise<number> {
  // The status stands in every branch: an empty branch of OR would be dropped, and with it everybody it stands for.
  return tx.instance.count({
    where: { OR: scopes.map((scope) => ({ status: "active" as const, ...toWhere(scope) })) },
  });
}

const toWhere = ({ servers, serverTags, humans, groups, agents, agentTags, instances }: PolicyScope) => ({
  human: { ...(humans && { key: { in: humans } }), ...(groups && { groups: { hasSome: groups } }) },
  agent: { ...(agents && { slug: { in: agents } }), ...(agentTags && { tags: { hasSome: agentTags } }) },
  ...(instances && { id: { in: instances } }),
  ...((servers || serverTags) && { consents: { some: { server: toServerWhere({ servers, serverTags }) } } }),
});

/** The servers that a scope covers. */
export const toServerWhere = ({ servers, serverTags }: Pick<PolicyScope, "servers" | "serverTags">) => ({
  ...(servers && { key: { in: servers } }),
  ...(serverTags && { tags: { hasSome: serverTags } }),
});
