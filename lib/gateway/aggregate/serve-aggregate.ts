import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { promptStandIn } from "@/lib/registry/servers/stand-ins";
import { loadBuiltIn } from "@/lib/registry/tenants/load-built-in";
import type { BuiltInTool } from "@/lib/registry/tenants/tenant-settings";
import { type Asked, askedOf } from "../asked";
import { authenticate } from "../authenticate";
import { callTool } from "../call-tool";
import type { McpReply, McpRequest } from "../exchange";
import { newOwnSession } from "../internal/own-session";
import { toSse } from "../internal/read-answer";
import { markConnected } from "../mark-connected";
import { type CallRequest, isObject, type RawMessage, withParams } from "../message";
import { type Era, errorAnswer } from "../protocol";
import { relayRequest } from "../relay";
import { jsonReply } from "../respond";
import { legacyVersions } from "../unconnected";
import { callBuiltIn, isBuiltIn } from "./built-in";
import { atServer, findTool } from "./find-tool";
import { listFromServers, listTools, upstreamLists } from "./list-all";
import { splitAggregateName, splitAggregateUri, toAggregateUri } from "./names";

/**
 * A request at `/mcp/{tenant}`: every server that the human has given this agent, behind one connection. The gateway is the server here;
 * each call goes on to the server that its name names, and is decided and recorded there as on that server's own endpoint. Undefined: a
 * method that does not exist here.
 */
export async function serveAggregate(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
): Promise<McpReply | undefined> {
  const { id, method, params } = message;
  const answer = (result: RawMessage, headers: Record<string, string> = {}): McpReply =>
    jsonReply(
      200,
      { jsonrpc: "2.0", id, result: era.name === "modern" ? { resultType: "complete", ...result } : result },
      headers,
    );
  const shared = era.name === "modern" ? { ttlMs: 0, cacheScope: "private" } : {};
  const serverInfo = { name: "countersign", title: `Countersign · ${principal.tenant.slug}`, version: "0.1.0" };
  const self = async () => ({
    capabilities: { tools: { listChanged: true }, prompts: {}, resources: {}, completions: {}, logging: {} },
    instructions: instructionsFor((await loadBuiltIn(principal.tenant.no, principal.instance.id)).on),
  });

  const asked = askedOf(message);
  if (!principal.instance.connected && (era.name === "modern" || method === "initialize")) {
    const said = { result: { protocolVersion: negotiated(params) } };
    await markConnected(request, principal, message, era, requestId, era.name === "modern" ? undefined : said);
  }
  if (asked) return callSomewhere(request, principal, asked, era, requestId);
  if (Object.hasOwn(upstreamLists, method)) {
    const page = await listFromServers(request, principal, message, era);
    if (page === "invalid") return jsonReply(200, errorAnswer(id, -32602, "Invalid cursor. Begin the list anew."));
    const { items, unavailable, ...more } = page;
    return answer({
      ...{ [upstreamLists[method]?.items ?? ""]: items, ...more, ...shared },
      ...(unavailable.length > 0 && { _meta: { "countersign/unavailable": unavailable } }),
    });
  }
  switch (method) {
    case "initialize":
      return answer(
        { protocolVersion: negotiated(params), serverInfo, ...(await self()) },
        { "mcp-session-id": newOwnSession(principal) },
      );
    case "server/discover":
      if (era.name !== "modern") return undefined;
      return answer({
        ...{ supportedVersions: [era.protocolVersion], ...(await self()), ...shared },
        _meta: { "io.modelcontextprotocol/serverInfo": serverInfo },
      });
    case "tools/list":
      return answer({ tools: await listTools(principal), ...shared });
    case "completion/complete":
      return complete(request, message, era, requestId);
    case "ping":
    case "logging/setLevel":
      return era.name === "legacy" ? answer({}) : undefined;
    default:
      return undefined;
  }
}

function instructionsFor(own: readonly BuiltInTool[]): string {
  const named = "Tools of several servers, named <server>__<tool>.";
  return own.length === 0 ? named : `${named} The gateway's own: ${own.join(", ")}.`;
}

function negotiated(params: CallRequest["params"]): string {
  return legacyVersions.find((version) => version === params?.["protocolVersion"]) ?? "2025-11-25";
}

async function callSomewhere(
  request: McpRequest,
  principal: Principal,
  asked: Asked,
  era: Era,
  requestId: string,
): Promise<McpReply> {
  const { use, message } = asked;
  if (use === "tool") {
    if (await isBuiltIn(principal, asked.tool)) return callBuiltIn(request, principal, asked, era, requestId);
    const found = await findTool(request, asked.tool);
    // Decided all the same, and so recorded: on a server that is not there.
    if (found === undefined) return callTool(request, principal, asked, era, requestId);
    const about = rewritten(asked, found.tool, { ...message.params, name: found.tool });
    return callTool(found.request, found.principal, about, era, requestId);
  }
  const parts = use === "prompt" ? splitAggregateName(asked.item ?? "") : splitAggregateUri(asked.item ?? "");
  if (parts === undefined) return callTool(request, principal, asked, era, requestId);
  const at = atServer(request, parts.server);
  const found = await authenticate(at, asked.known);
  if (!("principal" in found)) return callTool(request, principal, asked, era, requestId);
  const field = use === "prompt" ? "name" : "uri";
  const params = { ...message.params, [field]: parts.rest };
  const reply = await callTool(at, found.principal, rewritten(asked, asked.tool, params, parts.rest), era, requestId);
  return use === "resource" ? withOwnUris(reply, parts.server) : reply;
}

/** The same request in the names of the server. */
function rewritten(asked: Asked, tool: string, params: RawMessage, item: string | null = null): Asked {
  const message = withParams(asked.message, params);
  const again = askedOf(message);
  return { ...asked, ...again, tool, item, message };
}

/** What was read, under the URIs of the aggregate endpoint. */
function withOwnUris(reply: McpReply, server: string): McpReply {
  const { body } = reply;
  if (typeof body === "string") return { ...reply, body: JSON.stringify(rename(JSON.parse(body))) };
  return { ...reply, body: each(body) };

  async function* each(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    // One piece is one event of one line of data, as `toSse` writes it.
    for await (const piece of pieces) {
      const at = piece.indexOf("data: ");
      yield at < 0 ? piece : toSse(rename(JSON.parse(piece.slice(at + 6))));
    }
  }

  function rename(answer: RawMessage): RawMessage {
    const { result } = answer;
    if (!isObject(result) || !Array.isArray(result["contents"])) return answer;
    const contents = result["contents"].map((content) =>
      isObject(content) && typeof content["uri"] === "string"
        ? { ...content, uri: toAggregateUri(server, content["uri"]) }
        : content,
    );
    return { ...answer, result: { ...result, contents } };
  }
}

async function complete(request: McpRequest, message: CallRequest, era: Era, requestId: string): Promise<McpReply> {
  const ref = isObject(message.params?.["ref"]) ? message.params["ref"] : {};
  const [field, parts] =
    ref["type"] === "ref/prompt"
      ? ["name", splitAggregateName(String(ref["name"]))]
      : ["uri", splitAggregateUri(String(ref["uri"]))];
  const nothing = () => jsonReply(200, errorAnswer(message.id, -32602, "There is nothing of that name to complete."));
  if (parts === undefined) return nothing();
  const at = atServer(request, parts.server);
  const found = await authenticate(at, promptStandIn);
  if (!("principal" in found) || found.principal.server === null) return nothing();
  const params = { ...message.params, ref: { ...ref, [String(field)]: parts.rest } };
  return relayRequest(at, found.principal, withParams(message, params), era, requestId);
}
