import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach } from "@/lib/registry/load-reach";
import { isStandIn } from "@/lib/registry/servers/stand-ins";
import { authenticate } from "../authenticate";
import type { McpRequest } from "../exchange";
import { splitAggregateName, toAggregateName } from "./names";

/** A tool of one server, and the request and principal as they are on that server's own endpoint. */
export type FoundTool = { request: McpRequest; principal: Principal; tool: string };

/** The request as one of a server that is part of the aggregate. */
export const atServer = (request: McpRequest, server: string): McpRequest => ({ ...request, server, aggregated: true });

/**
 * Which server's tool an aggregate name stands for, whether or not it may be used; undefined where the name names no server, or the
 * token does not reach it any more. A name of which the server has no tool comes back as it is, to be decided, and so recorded.
 */
export async function findTool(request: McpRequest, name: string): Promise<FoundTool | undefined> {
  const parts = splitAggregateName(name);
  if (parts === undefined) return undefined;
  const at = atServer(request, parts.server);
  const ask = async (tool: string): Promise<FoundTool | undefined> => {
    const found = await authenticate(at, tool);
    if (!("principal" in found)) return undefined;
    // What stands for prompts and resources is no tool.
    const principal = isStandIn(tool) ? { ...found.principal, tool: null } : found.principal;
    return { request: at, principal, tool };
  };
  const plain = await ask(parts.rest);
  const server = plain?.principal.server;
  if (plain === undefined || server === null || server === undefined || plain.principal.tool !== null) return plain;
  const { tenant, instance } = plain.principal;
  const [reach] = await loadReach(tenant.no, instance.id, server.id);
  const named = reach?.tools.find((tool) => toAggregateName(server.key, tool.name) === name);
  return named === undefined ? plain : ask(named.name);
}
