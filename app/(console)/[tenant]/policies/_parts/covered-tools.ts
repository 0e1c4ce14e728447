import type { Ctx } from "@/lib/kernel/ctx";
import { matchesGlob } from "@/lib/policy/glob";
import type { PolicyScope } from "@/lib/policy/policy";
import { listServers } from "@/lib/registry/servers/list-servers";
import { listTools } from "@/lib/registry/servers/list-tools";

export type OfferedTool = { server: string; serverName: string; name: string; inputSchema: Record<string, unknown> };

/** A form offers what these take; the check itself asks them all. */
const limits = { servers: 60, tools: 400 } as const;

/** The tools that the lists of a scope about servers and tools cover, those apart that their server no longer offers. */
export async function coveredTools(
  ctx: Ctx,
  { servers, serverTags, tools }: Pick<PolicyScope, "servers" | "serverTags" | "tools">,
): Promise<OfferedTool[]> {
  const { items } = await listServers(ctx, { limit: 200 });
  const covered = items
    .filter(
      ({ key, tags }) =>
        servers?.includes(key) !== false && (serverTags === undefined || serverTags.some((tag) => tags.includes(tag))),
    )
    .slice(0, limits.servers);
  const found: OfferedTool[] = [];
  for (const { key, name } of covered) {
    const offered = (await listTools(ctx, key)).items.filter(
      (tool) => tool.state !== "removed" && (tools === undefined || tools.some((glob) => matchesGlob(glob, tool.name))),
    );
    for (const tool of offered)
      found.push({ server: key, serverName: name, name: tool.name, inputSchema: tool.inputSchema });
    if (found.length >= limits.tools) break;
  }
  return found.slice(0, limits.tools);
}
