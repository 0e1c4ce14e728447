import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { loadDefinitions } from "@/lib/registry/load-definitions";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpReply, McpRequest } from "./exchange";
import { isOwnSession, newOwnSession } from "./internal/own-session";
import { sessionOf } from "./internal/upstream-session";
import type { CallRequest, RawMessage } from "./message";
import { type Era, errorAnswer } from "./protocol";
import { jsonReply } from "./respond";

/*
 * What the gateway answers by itself where the human has no live connection to the server: everything but calls. So the client comes in,
 * sees the tools that are known, and hears with its first call where its human connects. One server without a connection takes nothing
 * else away from anybody.
 */

export const legacyVersions = ["2025-03-26", "2025-06-18", "2025-11-25"];

/** Whether the session of a request is one that the gateway gave, so that the server knows nothing of it. */
export const hasOwnSession = (request: McpRequest, principal: Principal): boolean =>
  isOwnSession(sessionOf(request, principal));

const listed = {
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
} as const;

/** The gateway's own answer to a request other than `tools/call`. The tools are those that the server was last known to have. */
export async function answerUnconnected(
  principal: Principal,
  server: ServerFacts,
  message: CallRequest,
  era: Era,
): Promise<{ answer: RawMessage; status: number; headers: Record<string, string> }> {
  const { id, method, params } = message;
  const answered = (result: RawMessage, headers: Record<string, string> = {}) => ({
    answer: { jsonrpc: "2.0", id, result: era.name === "modern" ? { resultType: "complete", ...result } : result },
    status: 200,
    headers,
  });
  const refused = (status: number, code: number, text: string) => ({
    answer: errorAnswer(id, code, text),
    status,
    headers: {},
  });
  const shared = { ttlMs: 0, cacheScope: "private" };
  const self = {
    capabilities: { tools: { listChanged: true } },
    instructions: `${server.name} acts on the account of the human behind this agent. They connect it at ${linkOf(principal, server)}.`,
  };
  const serverInfo = { name: server.name, version: "0" };
  switch (method) {
    case "initialize": {
      const asked = params?.["protocolVersion"];
      const protocolVersion = legacyVersions.find((version) => version === asked) ?? "2025-11-25";
      return answered({ protocolVersion, serverInfo, ...self }, { "mcp-session-id": newOwnSession(principal) });
    }
    case "server/discover":
      // A client that hears this falls back to `initialize`.
      if (era.name !== "modern" || server.era !== "modern") return refused(404, -32601, `Method not found: ${method}`);
      return answered({
        supportedVersions: [era.protocolVersion],
        ...self,
        ...shared,
        _meta: { "io.modelcontextprotocol/serverInfo": serverInfo },
      });
    case "tools/list": {
      const tools = await loadDefinitions(principal.tenant.no, server.id);
      if (tools.length === 0)
        return refused(
          era.name === "modern" ? 400 : 200,
          -31401,
          `${server.name} tells its tools only to somebody who has connected an account. The human you act for connects theirs at ${linkOf(principal, server)}.`,
        );
      return answered(era.name === "modern" ? { tools, ...shared } : { tools });
    }
    case "prompts/list":
    case "resources/list":
    case "resources/templates/list":
      // What these are only the server knows.
      return answered({ [listed[method]]: [], ...(era.name === "modern" && shared) });
    default:
      return era.name === "modern" ? refused(404, -32601, `Method not found: ${method}`) : answered({});
  }
}

/** An answer of the gateway's own as it goes to the client. */
export const toReply = (
  { status, headers }: { status: number; headers: Record<string, string> },
  answer: RawMessage,
): McpReply => jsonReply(status, answer, headers);

const linkOf = ({ tenant }: Principal, { key }: ServerFacts): string => absolute(paths.connect(tenant.slug, key));
