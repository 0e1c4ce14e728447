import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { getServer } from "@/lib/registry/servers/get-server";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";

/** The tool of a URL, by name or slug, with its server. Throws `not_found`. */
export async function findTool(ctx: Ctx, key: string, name: string): Promise<{ server: ServerView; tool: ToolView }> {
  const server = await getServer(ctx, key);
  const tool = server.tools.find((one) => one.name === name) ?? server.tools.find(({ slug }) => slug === name);
  if (!tool) throw notFound(`The tool "${name}"`);
  return { server, tool };
}
