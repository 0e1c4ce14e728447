import "server-only";
import { hash } from "node:crypto";
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
  const { agent, human, instance, ceiling, consent } = principal;
  const onRecord = {
    agent,
    human,
    instance,
    serverKey: request.server,
    server,
    toolName,
    tool,
    inputSchema,
    ceiling,
    consent,
  };
  return toCircumstances(onRecord, policies, request.ip);
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
): BaseDraft {
  const session = request.headers["mcp-session-id"];
  const { actor, human, agent, instance, resource, server, tool, check, refs } = standingOf(
    principal,
    request.server,
    toolName,
  );
  return {
    occurredAtMs: nowMs(),
    actor,
    requestId,
    surface: "mcp",
    human,
    agent,
    // A modern request says itself which client sends it; of a legacy one the handshake is all there is.
    instance: era.name === "modern" ? claimedBy(instance, era) : instance,
    session: session === undefined ? null : sessionDigest(session),
    traceId: readTraceId(request.headers["traceparent"]),
    resource,
    server,
    tool,
    check,
    ip: request.ip,
    userAgent: request.headers["user-agent"]?.slice(0, 500) ?? null,
    refs,
  };
}

type BaseDraft = Omit<EventDraft, "type" | "outcome">;
type Standing = Pick<EventDraft, "actor" | "refs"> &
  Required<Pick<EventDraft, "human" | "agent" | "resource" | "server" | "tool" | "check">> & {
    instance: NonNullable<EventDraft["instance"]>;
  };

/** Principals are shared by all requests that found the same on record, and so is what their events say of them. */
const standings = new WeakMap<Principal, Standing>();

function standingOf(principal: Principal, serverKey: string, toolName: string | null): Standing {
  // What is asked for in vain is not on record, and differs from request to request.
  if (principal.server?.key !== serverKey || principal.tool === null || principal.tool.name !== toolName)
    return toStanding(principal, serverKey, toolName);
  let standing = standings.get(principal);
  if (standing === undefined) {
    standing = toStanding(principal, serverKey, toolName);
    standings.set(principal, standing);
  }
  return standing;
}

/** Keys in the canonical order of an event's body, so that none has to be put in order. */
function toStanding(principal: Principal, asked: string, toolName: string | null): Standing {
  const { agent, human, instance, server, tool } = principal;
  const serverKey = asked.slice(0, 100);
  const agentKey = `agent|${agent.clientId}`;
  const action = toolName === null ? null : (tool?.slug ?? toToolSlug(toolName));
  return {
    actor: { key: agentKey, name: agent.name, type: "agent" },
    human: { email: human.email, key: human.key, name: human.name },
    agent: { key: agentKey, name: agent.name, slug: agent.slug },
    instance: {
      clientName: instance.clientName,
      clientVersion: instance.clientVersion,
      id: instance.id,
      label: instance.label,
      protocolVersion: instance.protocolVersion,
    },
    resource: { key: serverKey, name: server?.name ?? serverKey, type: "server" },
    server: serverKey,
    tool:
      toolName === null || action === null
        ? null
        : {
            definitionHash: tool?.definitionHash ?? null,
            level: tool?.level ?? null,
            name: toolName.slice(0, 200),
            slug: action,
          },
    check: action === null ? null : { action, resource: `${serverKey}:${serverKey}`, user: agentKey },
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

const claimedBy = (
  instance: Standing["instance"],
  { client, protocolVersion }: Extract<Era, { name: "modern" }>,
): Standing["instance"] => ({
  clientName: client.name ?? instance.clientName,
  clientVersion: client.version ?? instance.clientVersion,
  id: instance.id,
  label: instance.label,
  protocolVersion: protocolVersion ?? instance.protocolVersion,
});

/** Trace id of a W3C `traceparent` header. */
function readTraceId(header: string | undefined): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(header ?? "")?.[1] ?? null;
}

export const digest = (text: string): string => hash("sha256", text, "hex");
