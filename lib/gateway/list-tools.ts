import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, rememberListing } from "@/lib/registry/load-reach";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import { visibleTools } from "./internal/reach";
import { isObject, type RawMessage } from "./message";
import { keepPrivate } from "./relay";

/**
 * What a `tools/list` answer becomes for this principal: only the tools it may use, in the upstream's order, and marked
 * as nobody else's (a list made for one principal must not be shared by caches). Remembers what was shown.
 */
export async function listFilter(principal: Principal): Promise<(answer: RawMessage) => RawMessage> {
  const { tenant, instance, server } = principal;
  if (server === null) return () => ({});
  const policies = await loadPolicySet(tenant.no, tenant.policySetVersion);
  const [reach] = await loadReach(tenant.no, instance.id, server.id);
  const names = reach === undefined ? [] : await visibleTools(principal, reach, policies);
  if (reach !== undefined && !sameList(reach.listed, names))
    await rememberListing(tenant.no, instance.id, server.id, names);
  const visible = new Set(names);
  return (answer) => {
    const { result } = answer;
    if (!isObject(result) || !Array.isArray(result["tools"])) return answer;
    const tools = result["tools"].filter(
      (tool) => isObject(tool) && typeof tool["name"] === "string" && visible.has(tool["name"]),
    );
    return keepPrivate({ ...answer, result: { ...result, tools } });
  };
}

const sameList = (before: readonly string[] | null, now: readonly string[]): boolean =>
  before !== null && before.length === now.length && before.every((name, i) => name === now[i]);
