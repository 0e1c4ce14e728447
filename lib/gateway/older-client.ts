import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import type { McpRequest } from "./exchange";
import { askUpstream } from "./internal/ask-upstream";
import { newOwnSession } from "./internal/own-session";
import { readJsonRpc } from "./internal/read-answer";
import { UpstreamFailure } from "./internal/upstream-failure";
import { type CallRequest, isObject, type RawMessage, withParams } from "./message";
import { type Era, metaPrefix } from "./protocol";
import { legacyVersions } from "./unconnected";

/*
 * A client of an older revision at a server that knows 2026-07-28 alone. The server has no sessions, so the client is given one of the
 * gateway's own, in which everything is asked in the server's words (`internal/bridge.ts`).
 */

/** What is said about a session and not in it, and what is set there: of the gateway's own sessions the server knows nothing. */
const ofSession: ReadonlySet<string> = new Set(["initialize", "ping", "logging/setLevel"]);
export const isAboutSession = (method: string): boolean => ofSession.has(method);

/** Statuses that say something else than that the request is not understood. */
const ofOtherThings: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** Capabilities that are the same in both eras and can be used in a session of the gateway's own. */
const offered: ReadonlySet<string> = new Set(["tools", "prompts", "resources", "completions", "logging"]);

/**
 * The answer to `initialize` in the place of a server that has refused it, having understood 2026-07-28 when it was imported: what it
 * offers, in the words of the client, and a session. Undefined where that is not why it refused, and where it does not say what it
 * offers: then its refusal stands.
 */
export async function openForOlder(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  refusal: { statusCode: number; text: string },
): Promise<{ answer: RawMessage; status: number; headers: Record<string, string> } | undefined> {
  const { server } = principal;
  if (server?.era !== "modern" || message.method !== "initialize" || !isNotUnderstood(refusal)) return undefined;
  const raw = { ...message.raw, method: "server/discover" };
  const question = withParams({ ...message, method: "server/discover", raw }, {});
  const { result } = await askUpstream(request, principal, server, question, era).catch(
    (error: unknown): RawMessage => {
      if (error instanceof UpstreamFailure) return {};
      throw error;
    },
  );
  if (!isObject(result) || !isObject(result["capabilities"])) return undefined;
  const names = Object.keys(result["capabilities"]).filter((name) => offered.has(name));
  const { instructions, _meta } = result;
  const info = isObject(_meta) ? _meta[`${metaPrefix}serverInfo`] : undefined;
  const asked = message.params?.["protocolVersion"];
  const answer = {
    protocolVersion: legacyVersions.find((version) => version === asked) ?? "2025-11-25",
    // Without what they offer besides (subscriptions, changes): nothing of the server's arrives on its own here.
    capabilities: Object.fromEntries(names.map((name) => [name, {}])),
    serverInfo: isObject(info) ? info : { name: server.name, version: "0" },
    ...(instructions !== undefined && { instructions }),
  };
  return {
    answer: { jsonrpc: "2.0", id: message.id, result: answer },
    status: 200,
    headers: { "mcp-session-id": newOwnSession(principal) },
  };
}

function isNotUnderstood({ statusCode, text }: { statusCode: number; text: string }): boolean {
  if (statusCode >= 300) return statusCode >= 400 && statusCode < 500 && !ofOtherThings.has(statusCode);
  return "error" in readJsonRpc(text);
}
