import "server-only";
import { callTypes } from "@/lib/audit/call-types";
import { recordNow } from "@/lib/audit/journal";
import type { Principal } from "@/lib/registry/load-principal";
import { resourceStandIn } from "@/lib/registry/servers/stand-ins";
import { authenticate } from "./authenticate";
import type { McpReply, McpRequest } from "./exchange";
import { discard } from "./internal/discard";
import { readEvents, readJsonRpc, toSse } from "./internal/read-answer";
import { sendUpstream } from "./internal/upstream";
import type { UpstreamResponse } from "./internal/upstream-failure";
import { judge, recordDenied, toPayload } from "./judge";
import { type CallRequest, isObject, type RawMessage, withParams } from "./message";
import type { Era } from "./protocol";
import { eventStreamHeaders } from "./respond";
import { mayHear, merge, type UpstreamEvent, watchAsOne } from "./standing";
import type { Refind } from "./watch";

/** Resources that one stream may be about. Each is a decision and an event. */
const resourcesMax = 100;

const acknowledged = "notifications/subscriptions/acknowledged";
const subscriptionId = "io.modelcontextprotocol/subscriptionId";

/** What a stream is to tell of, in the words of `subscriptions/listen`. */
type Filter = {
  toolsListChanged?: true;
  promptsListChanged?: true;
  resourcesListChanged?: true;
  resourceSubscriptions?: string[];
};

/** The stream of the server, opened, and what it has acknowledged. */
type Opened = { events: AsyncIterator<UpstreamEvent>; honoured: Filter; response: UpstreamResponse };

/**
 * `subscriptions/listen` of 2026-07-28: an answer that stays open. What changes for this principal is told by the gateway, what changes
 * at the server by the server, where it has such a stream. It acknowledges what it will tell: nothing of what the principal may not use;
 * each resource that is asked for is decided as reading it is, and on record. Every message carries the id of the request.
 */
export function subscription(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
  refind: Refind,
): McpReply {
  const wanted = readFilter(message.params?.["notifications"]);
  const _meta = { [subscriptionId]: message.id };
  const stamped = (method: string, params: RawMessage = {}): string =>
    toSse({ jsonrpc: "2.0", method, params: { ...params, _meta } });
  return { status: 200, headers: eventStreamHeaders(), body: produce() };

  async function* produce(): AsyncGenerator<string> {
    const watch = watchAsOne(principal, refind);
    const abort = new AbortController();
    const leave = () => {
      abort.abort();
      watch.close();
    };
    request.signal.addEventListener("abort", leave, { once: true });
    let opened: Opened | undefined;
    try {
      const resources = await admitted(request, wanted.resourceSubscriptions ?? [], message, era, requestId);
      opened = await open(
        request,
        principal,
        message,
        era,
        { ...wanted, resourceSubscriptions: resources },
        abort.signal,
      );
      const honoured = opened?.honoured ?? {};
      yield stamped(acknowledged, {
        notifications: { ...honoured, ...(wanted.toolsListChanged && { toolsListChanged: true }) },
      });
      for await (const what of merge(watch, opened?.events)) {
        if (what === "quiet") yield ": still here\n\n";
        else if (what === "changed") {
          if (wanted.toolsListChanged) yield stamped("notifications/tools/list_changed");
          if (honoured.promptsListChanged) yield stamped("notifications/prompts/list_changed");
          if (honoured.resourcesListChanged) yield stamped("notifications/resources/list_changed");
        } else if (what.data !== "") {
          const told = readJsonRpc(what.data);
          if (isHonoured(told, honoured) && (await mayHear(watch, told)))
            yield stamped(String(told["method"]), isObject(told["params"]) ? told["params"] : {});
        }
      }
      yield toSse({ jsonrpc: "2.0", id: message.id, result: { resultType: "complete", _meta } });
    } finally {
      leave();
      if (opened) discard(opened.response);
    }
  }
}

function readFilter(notifications: unknown): Filter {
  if (!isObject(notifications)) return {};
  const uris = notifications["resourceSubscriptions"];
  const texts = Array.isArray(uris) ? uris.filter((uri) => typeof uri === "string") : [];
  return {
    ...(notifications["toolsListChanged"] === true && { toolsListChanged: true }),
    ...(notifications["promptsListChanged"] === true && { promptsListChanged: true }),
    ...(notifications["resourcesListChanged"] === true && { resourcesListChanged: true }),
    ...(texts.length > 0 && { resourceSubscriptions: [...new Set(texts)].slice(0, resourcesMax) }),
  };
}

/** Which of these resources the principal may be told of. Each leaves its event, whatever was decided. */
async function admitted(
  request: McpRequest,
  uris: readonly string[],
  message: CallRequest,
  era: Era,
  requestId: string,
): Promise<string[]> {
  if (uris.length === 0) return [];
  const found = await authenticate(request, resourceStandIn);
  if (!("principal" in found)) return [];
  const { principal } = found;
  const allowed: string[] = [];
  for (const uri of uris) {
    const about = { tool: resourceStandIn, known: resourceStandIn, arguments: { uri }, item: uri, message };
    const judged = await judge(request, principal, { use: "subscription", ...about }, era, requestId);
    if (judged.decision.decision === "deny") {
      await recordDenied(principal, judged);
      continue;
    }
    const { draft, keptUntilMs, kept, timing } = judged;
    const event = {
      ...draft,
      type: callTypes.subscription.done,
      outcome: "success",
      durationMs: timing(null),
    } as const;
    await recordNow(principal.tenant.no, event, toPayload(keptUntilMs, kept));
    allowed.push(uri);
  }
  return allowed;
}

/** Opens the server's own stream for what only the server can tell; undefined where there is nothing of the kind, or no stream. */
async function open(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  { toolsListChanged: _, resourceSubscriptions = [], ...lists }: Filter,
  signal: AbortSignal,
): Promise<Opened | undefined> {
  const { server } = principal;
  const notifications = { ...lists, ...(resourceSubscriptions.length > 0 && { resourceSubscriptions }) };
  if (server === null || server.era !== "modern" || Object.keys(notifications).length === 0) return undefined;
  const response = await sendUpstream(request, principal, server, {
    method: "POST",
    message: withParams(message, { ...message.params, notifications }),
    era,
    session: undefined,
    signal,
  }).catch(() => undefined);
  if (response === undefined) return undefined;
  if (response.statusCode === 200) {
    const events = readEvents(response)[Symbol.asyncIterator]();
    const first = await events.next().catch(() => undefined);
    const said = first?.done === false && first.value.data !== "" ? readJsonRpc(first.value.data) : undefined;
    const params = said?.["method"] === acknowledged && isObject(said["params"]) ? said["params"] : undefined;
    const honoured = params ? both(readFilter(params["notifications"]), notifications) : {};
    if (Object.keys(honoured).length > 0) return { events, honoured, response };
  }
  discard(response);
  return undefined;
}

/** What was asked for and acknowledged: a server cannot widen it. */
function both(said: Filter, asked: Filter): Filter {
  const uris = asked.resourceSubscriptions?.filter((uri) => said.resourceSubscriptions?.includes(uri)) ?? [];
  return {
    ...(said.promptsListChanged && asked.promptsListChanged && { promptsListChanged: true }),
    ...(said.resourcesListChanged && asked.resourcesListChanged && { resourcesListChanged: true }),
    ...(uris.length > 0 && { resourceSubscriptions: uris }),
  };
}

function isHonoured({ method, params }: RawMessage, honoured: Filter): boolean {
  if (method === "notifications/prompts/list_changed") return honoured.promptsListChanged === true;
  if (method === "notifications/resources/list_changed") return honoured.resourcesListChanged === true;
  if (method !== "notifications/resources/updated") return false;
  const uri = isObject(params) ? params["uri"] : undefined;
  return typeof uri === "string" && honoured.resourceSubscriptions?.includes(uri) === true;
}
