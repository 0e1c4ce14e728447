import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, type Reach, rememberListing } from "@/lib/registry/load-reach";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import { isStandIn, promptStandIn, resourceStandIn } from "@/lib/registry/servers/stand-ins";
import { completedOf } from "./asked";
import { heldBack } from "./internal/drift";
import { visibleTools } from "./internal/reach";
import { type CallRequest, isObject, type RawMessage } from "./message";
import { keepPrivate } from "./narrow";

/** Where a list's items are in its answer, and which entry stands for all of them; tools stand for themselves. */
const lists: Readonly<Record<string, { items: string; standIn?: string }>> = {
  "tools/list": { items: "tools" },
  "prompts/list": { items: "prompts", standIn: promptStandIn },
  "resources/list": { items: "resources", standIn: resourceStandIn },
  "resources/templates/list": { items: "resourceTemplates", standIn: resourceStandIn },
};

/** Whether the answer to this method depends on what the principal may use. */
export const isAboutWhatIsVisible = (method: string): boolean =>
  Object.hasOwn(lists, method) || method === "completion/complete";

/**
 * What the answer to a list becomes for this principal: only what it may use, as it was accepted, in the upstream's order, and marked as nobody
 * else's (a list made for one principal must not be shared by caches). Remembers which tools were shown. "refused": a completion of
 * something that it may not use.
 */
export async function listFilter(
  principal: Principal,
  { method, params }: CallRequest,
): Promise<((answer: RawMessage) => Promise<RawMessage>) | "refused"> {
  const { tenant, instance, server } = principal;
  if (server === null) return "refused";
  const policies = await loadPolicySet(tenant.no, tenant.policySetVersion);
  const [reach] = await loadReach(tenant.no, instance.id, server.id);
  const names = reach === undefined ? [] : await visibleTools(principal, reach, policies);
  const visible = new Set(names);
  const list = lists[method];
  if (list === undefined) return visible.has(completedOf(params) ?? "") ? async (answer) => answer : "refused";
  if (list.standIn === undefined && reach !== undefined && !sameList(reach.listed, names))
    await rememberListing(tenant.no, instance.id, server.id, names);
  // A server's own tool under a name that stands for something else is none.
  const isTool = ({ name }: RawMessage): boolean => typeof name === "string" && !isStandIn(name);
  return async (answer) => {
    const { result } = answer;
    const items = isObject(result) ? result[list.items] : undefined;
    if (!isObject(result) || !Array.isArray(items)) return answer;
    const shown =
      list.standIn !== undefined
        ? items.filter(() => visible.has(list.standIn ?? ""))
        : (await withoutHeld(principal, reach, items.filter(isObject).filter(isTool))).filter(({ name }) =>
            visible.has(String(name)),
          );
    // A cursor to more of what is not shown leads nowhere.
    const { nextCursor, ...rest } = result;
    const more =
      nextCursor === undefined || (list.standIn !== undefined && !visible.has(list.standIn)) ? {} : { nextCursor };
    return keepPrivate({ ...answer, result: { ...rest, ...more, [list.items]: shown } });
  };
}

/** Without tools whose definitions are not the ones that were accepted. */
async function withoutHeld(principal: Principal, reach: Reach | undefined, tools: RawMessage[]): Promise<RawMessage[]> {
  const held = reach ? await heldBack(principal, reach, tools) : new Set();
  return tools.filter(({ name }) => !held.has(String(name)));
}

const sameList = (before: readonly string[] | null, now: readonly string[]): boolean =>
  before !== null && before.length === now.length && before.every((name, i) => name === now[i]);
