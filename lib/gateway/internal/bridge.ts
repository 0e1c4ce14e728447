import type { ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import { type CallRequest, isObject, type RawMessage, withParams } from "../message";
import { type Era, firstModern, metaPrefix } from "../protocol";
import { UpstreamFailure } from "./upstream-failure";

/*
 * Between the two eras of the protocol: what a client says in one, a server hears in the other. Only requests with one answer pass
 * here; what a server would ask back cannot, so it is told that the client is capable of nothing of the kind.
 */

/** The newest revision that is opened with `initialize`. */
const lastLegacy = "2025-11-25";

/** A request in the words of the server. */
export type Spoken = {
  request: McpRequest;
  message: CallRequest;
  era: Era;
  /** Whether the server wants a session, and the client has none of its. */
  needsSession: boolean;
  /** The answer in the words of the client. Throws an `UpstreamFailure` where there are none. */
  hear: (answer: RawMessage) => RawMessage;
  /** Whether the client wants to hear a notification that comes before the answer. */
  wants: (notification: RawMessage) => boolean;
};

/** Whether a client that speaks this era is understood by the server only through the bridge. */
export const isBridged = (server: ServerFacts, era: Era): boolean => era.name === "modern" && server.era === "legacy";

/** `isOwn`: the client's session, or connection, is one with the gateway and not with the server. */
export function speak(
  request: McpRequest,
  server: ServerFacts,
  message: CallRequest,
  era: Era,
  isOwn: boolean,
): Spoken {
  const theirs = isOwn ? (server.era ?? "legacy") : isBridged(server, era) ? "legacy" : era.name;
  const needsSession = theirs === "legacy" && (isOwn || era.name === "modern");
  if (theirs === era.name) return { request, message, era, needsSession, hear: (answer) => answer, wants: () => true };
  return theirs === "legacy"
    ? {
        ...inLegacyWords(request, message),
        needsSession,
        hear: (answer) => asModern(answer, message.method),
        wants: (notification) => isWantedLog(notification, message),
      }
    : { ...inModernWords(request, message), needsSession, hear: asLegacy, wants: () => true };
}

const ofVersion = (request: McpRequest, version: string): McpRequest => ({
  ...request,
  headers: { ...request.headers, "mcp-protocol-version": version },
});

function inLegacyWords(request: McpRequest, message: CallRequest): Pick<Spoken, "request" | "message" | "era"> {
  const { _meta, ...params } = message.params ?? {};
  const meta = Object.entries(isObject(_meta) ? _meta : {}).filter(([name]) => !name.startsWith(metaPrefix));
  return {
    request: ofVersion(request, lastLegacy),
    message: withParams(message, { ...params, ...(meta.length > 0 && { _meta: Object.fromEntries(meta) }) }),
    era: { name: "legacy" },
  };
}

function inModernWords(request: McpRequest, message: CallRequest): Pick<Spoken, "request" | "message" | "era"> {
  const client = { name: "countersign", version: "0.1.0", title: null };
  const _meta = {
    ...(isObject(message.params?.["_meta"]) ? message.params["_meta"] : {}),
    [`${metaPrefix}protocolVersion`]: firstModern,
    [`${metaPrefix}clientCapabilities`]: {},
    [`${metaPrefix}clientInfo`]: { name: client.name, version: client.version },
    // To older clients a server logs without being asked; in this revision it may not. What they set as a level nobody keeps.
    [`${metaPrefix}logLevel`]: "info",
  };
  return {
    request: ofVersion(request, firstModern),
    message: withParams(message, { ...message.params, _meta }),
    era: { name: "modern", protocolVersion: firstModern, client, capabilities: {} },
  };
}

/** Results that say in 2026-07-28 for how long and by whom they may be kept (SEP-2549). Of an older server's nothing is known. */
const cacheable: ReadonlySet<string> = new Set([
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
  "resources/read",
]);

const asModern = (answer: RawMessage, method: string): RawMessage =>
  isObject(answer["result"])
    ? {
        ...answer,
        result: {
          resultType: "complete",
          ...(cacheable.has(method) && { ttlMs: 0, cacheScope: "private" }),
          ...answer["result"],
        },
      }
    : answer;

const logLevels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

/** An older server logs to everybody, a client of 2026-07-28 hears what it asks for with each request (server/utilities/logging). */
function isWantedLog({ method, params }: RawMessage, { params: asked }: CallRequest): boolean {
  if (method !== "notifications/message") return true;
  const wanted = isObject(asked?.["_meta"]) ? logLevels.indexOf(String(asked["_meta"][`${metaPrefix}logLevel`])) : -1;
  return wanted >= 0 && isObject(params) && logLevels.indexOf(String(params["level"])) >= wanted;
}

function asLegacy(answer: RawMessage): RawMessage {
  if (!isObject(answer["result"])) return answer;
  const { resultType, ...result } = answer["result"];
  if (resultType !== undefined && resultType !== "complete")
    throw new UpstreamFailure(
      "upstream_protocol",
      "The server asks something back, which this client's revision of the protocol has no words for here.",
    );
  return { ...answer, result };
}
