import "server-only";
import { type Receipt, recordNow } from "@/lib/audit/journal";
import { maskShapes } from "@/lib/audit/redact";
import { classify } from "@/lib/policy/buckets";
import { minLevel } from "@/lib/policy/level";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach } from "@/lib/registry/load-reach";
import { loadBuiltIn } from "@/lib/registry/tenants/load-built-in";
import type { BuiltInTool } from "@/lib/registry/tenants/tenant-settings";
import type { Asked } from "../asked";
import { authenticate } from "../authenticate";
import type { McpReply, McpRequest } from "../exchange";
import { toBaseDraft } from "../internal/facts";
import { judge } from "../judge";
import { isObject, type RawMessage } from "../message";
import { type Era, toolErrorAnswer } from "../protocol";
import { toReceiptMeta } from "../receipt";
import { jsonReply } from "../respond";
import { atServer, findTool } from "./find-tool";
import { splitAggregateName } from "./names";

/*
 * Tools of the gateway itself, on the aggregate endpoint only. They say what the agent may do, and change nothing but for a request
 * that a person reads. Each call is on record, also a question whether something would be allowed: nobody probes unseen.
 */

/** Under which key the gateway stands in the log as the server of its own tools. */
const ownServer = "countersign";
/** Of what an agent writes, at most so much is read. */
const textMax = 4_000;
/** Of that so much is on record, masked: it may hold a secret. Cut when it is masked, because half a secret has no shape. */
const recorded = (text: string): string => maskShapes(text).slice(0, 1_000);
/** Of a name each part, because a secret is known by where it begins. */
const recordedName = (name: string): string => name.split("__").map(recorded).join("__").slice(0, 1_000);

const toolName = { type: "string", description: "Name of the tool, as tools/list gives it." } as const;

const builtInTools = [
  {
    name: "countersign_whoami",
    title: "Who am I",
    description:
      "Tells on whose behalf you act, as which agent, and up to which level on each server. Use it when you do not know why a tool is missing.",
    inputSchema: { type: "object", properties: {} },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  {
    name: "countersign_can_i",
    title: "Can I",
    description:
      "Tells whether a call would be allowed, and why not, without making it. The answer holds for this moment; the question is on record.",
    inputSchema: {
      type: "object",
      properties: { tool: toolName, arguments: { type: "object", description: "What the call would be made with." } },
      required: ["tool"],
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  {
    name: "countersign_request_access",
    title: "Request access",
    description:
      "Asks the administrators of this environment for a tool that you may not use. A person reads it; nothing changes until they decide.",
    inputSchema: {
      type: "object",
      properties: { tool: toolName, why: { type: "string", description: "What you need it for, in a sentence." } },
      required: ["tool", "why"],
    },
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  },
] as const satisfies readonly (RawMessage & { name: BuiltInTool })[];

/** The definitions of those that are on. */
export const definitionsOf = (on: readonly BuiltInTool[]): RawMessage[] =>
  builtInTools.filter(({ name }) => on.includes(name));

/** Whether this is a tool of the gateway's own that is on here. One that is switched off is no tool of that name. */
export async function isBuiltIn({ tenant, instance }: Principal, name: string): Promise<boolean> {
  const tool = builtInTools.find((one) => one.name === name);
  return tool !== undefined && (await loadBuiltIn(tenant.no, instance.id)).on.includes(tool.name);
}

type Answer = { text: string; structured: RawMessage; details: RawMessage };

/** A call of one of the gateway's own tools. */
export async function callBuiltIn(
  request: McpRequest,
  principal: Principal,
  asked: Asked,
  era: Era,
  requestId: string,
): Promise<McpReply> {
  const args = isObject(asked.arguments) ? asked.arguments : {};
  const text = (field: string): string => (typeof args[field] === "string" ? args[field].slice(0, textMax).trim() : "");
  const missing = asked.tool === "countersign_whoami" || text("tool") !== "" ? undefined : "Name the tool: {tool}.";
  const answer =
    missing !== undefined
      ? missing
      : asked.tool === "countersign_whoami"
        ? await whoAmI(principal)
        : asked.tool === "countersign_can_i"
          ? await canI(request, text("tool"), args["arguments"], asked, era, requestId)
          : requestAccess(text("tool"), text("why"));
  const receipt = await leaveEvent(request, principal, asked, era, requestId, answer);
  if (typeof answer === "string")
    return jsonReply(200, toolErrorAnswer(asked.message.id, era, answer, toReceiptMeta(receipt)));
  return jsonReply(200, {
    jsonrpc: "2.0",
    id: asked.message.id,
    result: {
      ...(era.name === "modern" && { resultType: "complete" }),
      content: [{ type: "text", text: answer.text }],
      structuredContent: answer.structured,
      _meta: toReceiptMeta(receipt),
    },
  });
}

async function whoAmI(principal: Principal): Promise<Answer> {
  const { tenant, human, agent, instance } = principal;
  const reaches = await loadReach(tenant.no, instance.id, null);
  const servers = reaches
    .filter(({ server, ceiling, consent }) => server.enabled && ceiling !== null && consent !== null)
    .map(({ server, ceiling, consent }) => ({
      server: server.key,
      level: ceiling !== null && consent !== null ? minLevel(ceiling, consent.level) : null,
    }));
  const who = human.name ?? human.email ?? human.key;
  return {
    text: `You are ${agent.name} (${instance.label}), acting for ${who} in ${tenant.slug}. ${
      servers.length === 0
        ? "They have given you no server yet."
        : `Up to which level: ${servers.map(({ server, level }) => `${server} ${level}`).join(", ")}.`
    }`,
    structured: {
      ...{ environment: tenant.slug, human: human.key, agent: agent.slug, instance: instance.id, servers },
    },
    details: {},
  };
}

async function canI(
  request: McpRequest,
  name: string,
  args: unknown,
  asked: Asked,
  era: Era,
  requestId: string,
): Promise<Answer | string> {
  const found = await findTool(request, name);
  if (found === undefined) return `There is no tool ${name}. tools/list gives the names.`;
  const about: Asked = { ...asked, use: "tool", tool: found.tool, known: found.tool, arguments: args, item: null };
  const { decision, circumstances } = await judge(found.request, found.principal, about, era, requestId);
  // A tool that a policy or a missing consent hides does not exist for the agent, here as little as in a list.
  if (classify(circumstances).bucket === "denied") return `There is no tool ${name}. tools/list gives the names.`;
  const isAllowed = decision.decision === "allow";
  return {
    text: isAllowed
      ? `Yes: ${name} would be allowed.`
      : `No: ${decision.reason.text}. Decided by the policy "${decision.policy.name}".`,
    structured: { allowed: isAllowed, code: decision.reason.code, policy: decision.policy.name },
    details: { askedAbout: recordedName(name), allowed: isAllowed, code: decision.reason.code },
  };
}

const requestAccess = (tool: string, why: string): Answer | string =>
  why === ""
    ? "Say what you need it for: {why}. A person reads it."
    : {
        text: "Your request is on record, where the administrators see it. Go on with what you may do until then.",
        structured: { requested: tool },
        details: { askedAbout: recordedName(tool), why: recorded(why) },
      };

/** The principal at the server that a request is about, so that its event is found among that server's; as it is where there is none. */
async function standingAt(request: McpRequest, principal: Principal, server: string | undefined): Promise<Principal> {
  if (server === undefined) return principal;
  const found = await authenticate(atServer(request, server), null);
  return "principal" in found ? found.principal : principal;
}

async function leaveEvent(
  request: McpRequest,
  principal: Principal,
  asked: Asked,
  era: Era,
  requestId: string,
  answer: Answer | string,
): Promise<Receipt> {
  const isRequest = asked.tool === "countersign_request_access";
  const failed = typeof answer === "string";
  const about = failed || !isRequest ? undefined : splitAggregateName(String(answer.details["askedAbout"]))?.server;
  const server = about ?? ownServer;
  const base = toBaseDraft(
    { ...request, server },
    await standingAt(request, principal, about),
    requestId,
    asked.tool,
    era,
  );
  return recordNow(principal.tenant.no, {
    ...base,
    type: failed ? "gateway.tool.error" : isRequest ? "access.requested" : "gateway.tool.executed",
    outcome: failed ? "error" : "success",
    error: failed ? { type: "tool_error", message: recordedName(answer).slice(0, 500) } : null,
    ...(server === ownServer && { resource: { type: "server", key: ownServer, name: "Countersign" } }),
    refs: {
      ...base.refs,
      ...(server === ownServer && { resource: { id: ownServer, key: ownServer } }),
      tool: { id: asked.tool, key: asked.tool },
    },
    details: failed ? {} : answer.details,
  });
}
