import type { AgentView } from "@/lib/registry/agents/agent-view";
import { toAgentName } from "@/lib/registry/agents/known-agents";

const wellKnown = [
  "claude-code",
  "cursor",
  "codex",
  "vscode",
  "claude-desktop",
  "chatgpt",
  "gemini-cli",
  "windsurf",
  "zed",
];

export type OfferedAgent = { slug: string; name: string };

/** The agents that the tenant has, then those that most people have. */
export function offeredAgents(present: readonly AgentView[]): OfferedAgent[] {
  const known = present.map(({ slug, name }) => ({ slug, name }));
  const others = wellKnown.filter((slug) => !known.some((agent) => agent.slug === slug));
  return [...known, ...others.map((slug) => ({ slug, name: toAgentName(slug) }))];
}
