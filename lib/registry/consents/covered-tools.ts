import "server-only";
import type { Tool } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { invalid } from "@/lib/kernel/errors";
import { type Level, reaches } from "@/lib/policy/level";

export type OfferedTool = Pick<Tool, "name" | "level" | "definitionHash">;

/** The tools that a server offers at present. */
export const offeredTools = (tx: TenantTransaction, serverId: string): Promise<OfferedTool[]> =>
  tx.tool.findMany({
    where: { serverId, state: { not: "removed" } },
    select: { name: true, level: true, definitionHash: true },
  });

/** The tools left out, sorted and once each. Throws `invalid` naming each that the server does not offer. */
export function readExcluded(
  tools: readonly OfferedTool[],
  excluded: readonly string[],
  server: string,
  path: string,
): string[] {
  const names = new Set(tools.map((tool) => tool.name));
  const issues = excluded.flatMap((name, index) =>
    names.has(name) ? [] : [{ path: `${path}.${index}`, message: `"${server}" has no tool "${name}".` }],
  );
  const [first] = issues;
  if (first) throw invalid(first.message, issues);
  return [...new Set(excluded)].sort();
}

/** Name → definition hash of every tool that a consent reaches: what the human can be said to have agreed to. */
export const coveredHashes = (
  tools: readonly OfferedTool[],
  level: Level,
  excluded: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    tools
      .filter((tool) => reaches(level, tool.level) && !excluded.includes(tool.name))
      .map((tool) => [tool.name, tool.definitionHash]),
  );
