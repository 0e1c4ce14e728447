import "server-only";
import type { PolicySet } from "@/lib/policy/policy-set";
import { loadDefinitions } from "@/lib/registry/load-definitions";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, type Reach, rememberListing } from "@/lib/registry/load-reach";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import { promptStandIn, resourceStandIn } from "@/lib/registry/servers/stand-ins";
import { loadBuiltIn, rememberBuiltIn } from "@/lib/registry/tenants/load-built-in";
import { authenticate } from "../authenticate";
import type { McpRequest } from "../exchange";
import { askUpstream } from "../internal/ask-upstream";
import { visibleTools } from "../internal/reach";
import { UpstreamFailure } from "../internal/upstream-failure";
import { type CallRequest, isObject, type RawMessage, withParams } from "../message";
import type { Era } from "../protocol";
import { unwrapSession, wrapSession } from "../session";
import { definitionsOf } from "./built-in";
import { atServer } from "./find-tool";
import { isAggregated, toAggregateName, toAggregateUri } from "./names";

/** A server as this principal stands to it, and what it may use there. */
type Visible = { reach: Reach; names: ReadonlySet<string> };

async function visibleServers(principal: Principal): Promise<Visible[]> {
  const { tenant, instance } = principal;
  const policies: PolicySet = await loadPolicySet(tenant.no, tenant.policySetVersion);
  const reaches = await loadReach(tenant.no, instance.id, null);
  const all = await Promise.all(
    reaches
      .filter(({ server }) => isAggregated(server.key))
      .map(async (reach) => ({ reach, names: new Set(await visibleTools(principal, reach, policies)) })),
  );
  return all.filter(({ names }) => names.size > 0);
}

/**
 * Every tool of every server that this principal may use, as the registry knows them: the list is whole whichever server is away.
 * Remembers what was shown, server by server, as a listing there does.
 */
export async function listTools(principal: Principal): Promise<RawMessage[]> {
  const { tenant, instance } = principal;
  const [servers, own] = await Promise.all([visibleServers(principal), loadBuiltIn(tenant.no, instance.id)]);
  if (own.on.join("\n") !== own.listed?.join("\n")) await rememberBuiltIn(tenant.no, instance.id, own.on);
  const lists = await Promise.all(
    servers.map(async ({ reach, names }) => {
      const { id, key } = reach.server;
      const listed = [...names];
      if (reach.listed === null || listed.join("\n") !== reach.listed.join("\n"))
        await rememberListing(tenant.no, instance.id, id, listed);
      const tools = (await loadDefinitions(tenant.no, id)).filter(({ name }) => names.has(name));
      return tools.map((tool) => ({ ...tool, name: toAggregateName(key, tool.name) }));
    }),
  );
  return [...definitionsOf(own.on), ...lists.flat()];
}

/** Lists that only the servers can tell, and how their items are named among those of all. */
export const upstreamLists: Readonly<Record<string, { items: string; standIn: string; rename: Rename }>> = {
  "prompts/list": {
    items: "prompts",
    standIn: promptStandIn,
    rename: (server, item) => ({ ...item, name: `${server}__${item["name"]}` }),
  },
  "resources/list": {
    items: "resources",
    standIn: resourceStandIn,
    rename: (server, item) => ({ ...item, uri: toAggregateUri(server, String(item["uri"])) }),
  },
  "resources/templates/list": {
    items: "resourceTemplates",
    standIn: resourceStandIn,
    rename: (server, item) => ({ ...item, uriTemplate: toAggregateUri(server, String(item["uriTemplate"])) }),
  },
};
type Rename = (server: string, item: RawMessage) => RawMessage;

/** How many servers without a cursor of their own are asked for one page. */
const serversAtOnce = 8;

export type ListedPage = { items: RawMessage[]; nextCursor?: string; unavailable: { server: string; why: string }[] };

/**
 * One page of what the servers list, in the order of their keys. A server that fails is named and left out: it takes nothing else
 * away. "invalid": a cursor that was not made for this principal and this list.
 */
export async function listFromServers(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
): Promise<ListedPage | "invalid"> {
  const list = upstreamLists[message.method];
  if (list === undefined) throw new Error(`${message.method} is no list of servers.`);
  const owner = `${principal.tenant.no}/${principal.instance.id}/${message.method}`;
  const place = readCursor(message.params?.["cursor"], owner);
  if (place === "invalid") return place;
  const servers = (await visibleServers(principal))
    .filter(({ names }) => names.has(list.standIn))
    .map(({ reach }) => reach.server.key)
    .filter((key) => place === undefined || key >= place.server);
  const page: ListedPage = { items: [], unavailable: [] };
  for (const [i, server] of servers.entries()) {
    if (i === serversAtOnce) return { ...page, nextCursor: toCursor({ server, cursor: undefined }, owner) };
    const cursor = place?.server === server ? place.cursor : undefined;
    const { _meta } = message.params ?? {};
    const params = { ...(_meta !== undefined && { _meta }), ...(cursor !== undefined && { cursor }) };
    const answer = await ask(request, server, withParams(message, params), era);
    if ("why" in answer) {
      page.unavailable.push({ server, why: answer.why });
      continue;
    }
    const items = answer.result[list.items];
    if (Array.isArray(items)) page.items.push(...items.filter(isObject).map((item) => list.rename(server, item)));
    const next = answer.result["nextCursor"];
    if (typeof next === "string") return { ...page, nextCursor: toCursor({ server, cursor: next }, owner) };
  }
  return page;
}

async function ask(
  request: McpRequest,
  server: string,
  message: CallRequest,
  era: Era,
): Promise<{ result: RawMessage } | { why: string }> {
  const at = atServer(request, server);
  const found = await authenticate(at, null);
  if (!("principal" in found) || found.principal.server === null)
    return { why: "It is not reachable with this token." };
  try {
    const { result } = await askUpstream(at, found.principal, found.principal.server, message, era);
    return isObject(result) ? { result } : { why: "It refused to list." };
  } catch (error) {
    if (error instanceof UpstreamFailure) return { why: error.message };
    throw error;
  }
}

type Place = { server: string; cursor: string | undefined };

/** Bound to its owner like a session: nobody else's opens, and none that was changed. */
const toCursor = ({ server, cursor }: Place, owner: string): string =>
  wrapSession(Buffer.from(JSON.stringify([server, cursor ?? null])).toString("base64url"), `cursor/${owner}`);

function readCursor(cursor: unknown, owner: string): Place | undefined | "invalid" {
  if (cursor === undefined) return undefined;
  const inner = typeof cursor === "string" ? unwrapSession(cursor, `cursor/${owner}`) : undefined;
  if (inner === undefined) return "invalid";
  // safe because only `toCursor` makes what opens
  const [server, own] = JSON.parse(Buffer.from(inner, "base64url").toString("utf8")) as [string, string | null];
  return { server, cursor: own ?? undefined };
}
