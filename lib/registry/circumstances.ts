import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import type { PolicySet } from "@/lib/policy/policy-set";
import type { Circumstances } from "@/lib/policy/question";
import type { Principal, ServerRule, ToolFacts } from "./load-principal";

/** What is on record about one instance, one server and one tool of it. */
export type OnRecord = {
  agent: Pick<Principal["agent"], "slug" | "tags" | "suspended">;
  human: Pick<Principal["human"], "key" | "email" | "groups" | "suspended">;
  instance: Pick<Principal["instance"], "id" | "status">;
  serverKey: string;
  server: ServerRule | null;
  toolName: string;
  tool: ToolFacts | null;
  /** undefined where it was not loaded, because nothing asks for it. */
  inputSchema: unknown;
  ceiling: Principal["ceiling"];
  consent: Principal["consent"];
};

/** The circumstances of a call, as policies and trust are asked about them. `ip` null: nothing is known of where it comes from. */
export function toCircumstances(from: OnRecord, policies: PolicySet, ip: string | null): Circumstances {
  const { agent, human, instance, server, tool, consent, toolName } = from;
  return {
    agent: { slug: agent.slug, tags: agent.tags, suspended: agent.suspended },
    human: { key: human.key, email: human.email, groups: human.groups, suspended: human.suspended },
    instance: { id: instance.id, suspended: instance.status !== "active" },
    serverKey: from.serverKey,
    server: server && { enabled: server.enabled, tags: server.tags, enforceSchema: server.enforceSchema },
    toolName,
    // A tool that the server no longer offers is not known any more; one whose definition changed is quarantined.
    tool:
      tool === null || tool.state === "removed"
        ? null
        : {
            level: tool.level,
            enabled: tool.enabled,
            quarantined: tool.state === "quarantined",
            readOnly: tool.readOnly,
            inputSchema: from.inputSchema,
          },
    trust: {
      ceiling: from.ceiling,
      consent: consent?.level ?? null,
      consentExpiresAtMs: consent?.expiresAtMs ?? null,
      excluded: consent?.excludedTools.includes(toolName) ?? false,
    },
    policies,
    ip,
    nowMs: nowMs(),
  };
}
