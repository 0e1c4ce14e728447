import type { Attributes } from "./condition/compile";
import type { Level } from "./level";
import type { Caller, Target } from "./policy";
import type { PolicySet } from "./policy-set";
import type { TrustFacts } from "./trust";

/** Everything one decision rests on, but for the arguments. Nothing else is read: the same question always has the same answer. */
export type Circumstances = {
  /** null where the token's agent, human or instance is not (or no longer) known. */
  agent: { slug: string; tags: readonly string[]; suspended: boolean } | null;
  human: { key: string; email: string | null; groups: readonly string[]; suspended: boolean } | null;
  instance: { id: string; suspended: boolean } | null;
  serverKey: string;
  server: { enabled: boolean; tags: readonly string[]; enforceSchema: boolean } | null;
  toolName: string;
  tool: ToolFacts | null;
  trust: TrustFacts;
  policies: PolicySet;
  /** Where the call comes from; null where that is not known. */
  ip: string | null;
  nowMs: number;
};

export type ToolFacts = {
  level: Level;
  enabled: boolean;
  quarantined: boolean;
  /** The upstream's own hint (MCP annotation `readOnlyHint`); null where it gives none. */
  readOnly: boolean | null;
  /** Its input schema as the upstream published it; undefined where there is none. */
  inputSchema: unknown;
};

/** A call to decide. `arguments` undefined: the call was sent without any. */
export type Question = Circumstances & { arguments: unknown };

export const callerOf = ({ human, agent, instance }: Circumstances): Caller => ({
  human: human?.key ?? "",
  groups: human?.groups ?? [],
  agent: agent?.slug ?? "",
  agentTags: agent?.tags ?? [],
  instance: instance?.id ?? "",
});

export const targetOf = ({ serverKey, server, toolName }: Circumstances): Target => ({
  server: serverKey,
  serverTags: server?.tags ?? [],
  tool: toolName,
});

/** The schema that arguments must fit; undefined where none is enforced. */
export const enforcedSchema = ({ server, tool }: Circumstances): unknown =>
  server?.enforceSchema === true ? tool?.inputSchema : undefined;

export const attributesOf = (from: Circumstances): Attributes => ({
  "agent.slug": from.agent?.slug ?? null,
  "agent.tags": from.agent?.tags ?? null,
  "human.key": from.human?.key ?? null,
  "human.email": from.human?.email ?? null,
  "human.groups": from.human?.groups ?? null,
  "instance.id": from.instance?.id ?? null,
  "server.key": from.serverKey,
  "server.tags": from.server?.tags ?? null,
  "tool.name": from.toolName,
  "tool.level": from.tool?.level ?? null,
  "tool.readOnly": from.tool?.readOnly ?? null,
  "request.ip": from.ip,
  "request.time": from.nowMs,
});
