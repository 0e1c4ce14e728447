import "server-only";
import { createHash } from "node:crypto";
import type { EventDraft } from "@/lib/audit/draft";
import { nowMs } from "@/lib/kernel/clock";
import type { PolicySet } from "@/lib/policy/policy-set";
import type { Circumstances } from "@/lib/policy/question";
import { toCircumstances } from "@/lib/registry/circumstances";
import type { Principal } from "@/lib/registry/load-principal";
import { loadSchemas } from "@/lib/registry/load-schemas";
import { toToolSlug } from "@/lib/registry/servers/definition";
import type { McpRequest } from "../exchange";
import type { Era } from "../protocol";
import { sessionDigest } from "../session";

/** The circumstances of one call. The tool's schema is loaded only where something could ask for it. */
export async function toCallCircumstances(
  request: McpRequest,
  principal: Principal,
  toolName: string,
  policies: PolicySet,
): Promise<Circumstances> {
  const { server, tool } = principal;
  const [inputSchema] =
    server?.enforceSchema === true && tool !== null ? await loadSchemas(principal.tenant.no, [tool]) : [];
  return toCircumstances({ ...principal, serverKey: request.server, toolName, inputSchema }, policies, request.ip);
}

/**
 * A name from outside as PostgreSQL can be asked for it. A NUL would fail the whole statement, and with it the questions
 * of everybody who shares it; no name of ours has one.
 */
export const askable = (name: string): string => name.replaceAll("\0", "\uFFFD");

/** What every event of one request says, whatever becomes of it. `era`: that of its message, where it has one. */
export function toBaseDraft(
  request: McpRequest,
  principal: Principal,
  requestId: string,
  toolName: string | null,
  era: Era = { name: "legacy" },
): Omit<EventDraft, "type" | "outcome"> {
  const { agent, human, instance, server, tool } = principal;
  // A modern request says itself which client sends it; of a legacy one the handshake is all there is.
  const claimed = era.name === "modern" ? era : undefined;
  const session = request.headers["mcp-session-id"];
  return {
    occurredAtMs: nowMs(),
    actor: { type: "agent", key: `agent|${agent.clientId}`, name: agent.name },
    requestId,
    surface: "mcp",
    human: { key: human.key, name: human.name, email: human.email },
    agent: { slug: agent.slug, key: `agent|${agent.clientId}`, name: agent.name },
    instance: {
      id: instance.id,
      label: instance.label,
      clientName: claimed?.client.name ?? instance.clientName,
      clientVersion: claimed?.client.version ?? instance.clientVersion,
      protocolVersion: claimed?.protocolVersion ?? instance.protocolVersion,
    },
    session: session === undefined ? null : sessionDigest(session),
    traceId: readTraceId(request.headers["traceparent"]),
    resource: { type: "server", key: request.server.slice(0, 100), name: server?.name ?? request.server.slice(0, 100) },
    server: request.server.slice(0, 100),
    tool:
      toolName === null
        ? null
        : {
            name: toolName.slice(0, 200),
            slug: tool?.slug ?? toToolSlug(toolName),
            level: tool?.level ?? null,
            definitionHash: tool?.definitionHash ?? null,
          },
    check:
      toolName === null
        ? null
        : {
            user: `agent|${agent.clientId}`,
            action: tool?.slug ?? toToolSlug(toolName),
            resource: `${request.server.slice(0, 100)}:${request.server.slice(0, 100)}`,
          },
    ip: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, 500) ?? null,
    refs: {
      agent: { id: agent.id, key: agent.slug },
      instance: { id: instance.id, key: instance.id },
      human: { id: human.id, key: human.key },
      // A server that is not known has no row: every such name shares one entry, or strangers could fill the dictionary.
      resource: server ? { id: server.id, key: server.key } : { id: "unknown", key: "unknown" },
      ...(tool ? { tool: { id: tool.id, key: tool.name } } : {}),
    },
  };
}

/** Trace id of a W3C `traceparent` header. */
function readTraceId(header: string | undefined): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(header ?? "")?.[1] ?? null;
}

export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
