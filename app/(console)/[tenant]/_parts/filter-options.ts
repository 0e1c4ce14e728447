import type { FilterOptions } from "@/components/audit/filter-bar";
import type { AuditSearch } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { builtinPolicies, type ReasonCode } from "@/lib/policy/decision";
import { listAgents } from "@/lib/registry/agents/list-agents";
import { listHumans } from "@/lib/registry/humans/list-humans";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { listPolicies } from "@/lib/registry/policies/list-policies";
import { listServers } from "@/lib/registry/servers/list-servers";
import { listTools } from "@/lib/registry/servers/list-tools";

const offered = 100;
const serversAsked = 6;
const toolsOffered = 200;

/** Why a call ended as it did, in the words of the filter. A new code does not compile until it stands here. */
const reasonWords: Record<ReasonCode, string> = {
  ALLOWED: "Allowed",
  BLOCKED_BY_POLICY: "Blocked by a policy",
  BLOCKED_BY_POLICY_INDETERMINATE: "Blocked: a condition could not be told",
  NO_MATCHING_POLICY: "No policy allows it",
  TRUST_TOO_LOW: "Trust too low",
  NO_GRANT: "No ceiling on the server",
  NO_CONSENT: "No consent for the server",
  CONSENT_EXPIRED: "Consent expired",
  TOOL_EXCLUDED: "Tool left out of the consent",
  TOOL_DISABLED: "Tool disabled",
  TOOL_QUARANTINED: "Tool quarantined",
  TOOL_NOT_FOUND: "Unknown tool",
  RESOURCE_DISABLED: "Server disabled",
  RESOURCE_NOT_FOUND: "Unknown server",
  USER_NOT_FOUND: "Unknown agent",
  HUMAN_NOT_FOUND: "Unknown human",
  PRINCIPAL_SUSPENDED: "Suspended",
  ARGUMENTS_INVALID: "Arguments invalid",
  ARGUMENTS_TOO_LARGE: "Arguments too large",
  ARGUMENTS_FORBIDDEN_KEY: "Arguments with a forbidden key",
  ENGINE_ERROR: "Decision failed",
  ENGINE_BUDGET: "Decision too costly",
};
const reasons = Object.entries(reasonWords).map(([value, label]) => ({ value, label }));
const builtins = Object.values(builtinPolicies).map(({ id, name }) => ({ value: id, label: name, group: "Built in" }));

/**
 * What the filters of the log offer: the registry's names, as many as a list can hold. What is gone from the registry can
 * still be searched for by the URL.
 */
export async function filterOptions(ctx: Ctx, search: AuditSearch): Promise<FilterOptions> {
  const [agents, instances, humans, servers, policies] = await Promise.all([
    listAgents(ctx, { limit: offered }),
    listInstances(ctx, { limit: offered }),
    listHumans(ctx, { limit: offered }),
    listServers(ctx, { limit: offered }),
    listPolicies(ctx, { limit: offered }),
  ]);
  const chosen = servers.items.filter(({ key }) => search.server.length === 0 || search.server.includes(key));
  const tools = await Promise.all(chosen.slice(0, serversAsked).map(({ key }) => listTools(ctx, key)));
  const toolNames = new Set(tools.flatMap(({ items }) => items.map(({ name }) => name)));
  return {
    agent: agents.items.map(({ slug, name }) => ({ value: slug, label: name, note: slug })),
    instance: instances.items.map(({ id, label, agent }) => ({ value: id, label, note: agent.slug })),
    human: humans.items.map(({ key, name, email }) => ({
      value: key,
      label: name ?? email ?? key,
      note: key.replace(/^human\|/, ""),
    })),
    server: servers.items.map(({ key, name }) => ({ value: key, label: name, note: key })),
    tool: [...toolNames]
      .sort()
      .slice(0, toolsOffered)
      .map((name) => ({ value: name, label: name })),
    policy: [
      ...policies.items.map(({ id, name }) => ({ value: id, label: name, group: "Of this environment" })),
      ...builtins,
    ],
    reason: reasons,
  };
}
