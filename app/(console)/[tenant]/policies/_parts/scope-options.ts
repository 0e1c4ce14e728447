import type { Ctx } from "@/lib/kernel/ctx";
import type { PolicyScope } from "@/lib/policy/policy";
import { listAgents } from "@/lib/registry/agents/list-agents";
import { listHumans } from "@/lib/registry/humans/list-humans";
import { listServers } from "@/lib/registry/servers/list-servers";

type Option = { value: string; label: string; note?: string };
export type ScopeOptions = { servers: Option[]; humans: Option[]; agents: Option[] };

/** What a scope can name. What it names already stays on offer, also when it stands beyond the lists' first page. */
export async function scopeOptions(ctx: Ctx, scope: PolicyScope): Promise<ScopeOptions> {
  const [servers, humans, agents] = await Promise.all([
    listServers(ctx, { limit: 200 }),
    listHumans(ctx, { limit: 200 }),
    listAgents(ctx, { limit: 200 }),
  ]);
  return {
    servers: withNamed(
      servers.items.map(({ key, name }) => ({ value: key, label: name, note: key })),
      scope.servers,
    ),
    humans: withNamed(
      humans.items.map(({ key, name, email }) => ({ value: key, label: name ?? email ?? key, note: key })),
      scope.humans,
    ),
    agents: withNamed(
      agents.items.map(({ slug, name }) => ({ value: slug, label: name, note: slug })),
      scope.agents,
    ),
  };
}

function withNamed(options: Option[], named: readonly string[] = []): Option[] {
  const missing = named.filter((value) => !options.some((option) => option.value === value));
  return [...missing.map((value) => ({ value, label: value })), ...options];
}
