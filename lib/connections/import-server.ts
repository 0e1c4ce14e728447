import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { createServer } from "@/lib/registry/servers/create-server";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";
import { ServerUrl, serverFields } from "@/lib/registry/servers/update-server";
import { discoverServer } from "./discover-server";
import { toOAuth } from "./internal/to-oauth";
import { ServerAuth } from "./server-auth";

export const ImportServerInput = z.object({
  key: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/,
      "Use 1 to 40 lower-case letters, digits, inner hyphens or underscores.",
    )
    .refine((key) => !key.includes("__"), "Two underscores in a row separate a server from its tools. Use one.")
    .refine((key) => key !== "countersign", "This is the gateway's own name. Use another."),
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).default(""),
  url: ServerUrl,
  auth: ServerAuth.default({ kind: "none" }),
  tags: serverFields.tags.optional(),
  enforceSchema: serverFields.enforceSchema.optional(),
});
export type ImportServerInput = z.infer<typeof ImportServerInput>;

/**
 * Imports an upstream MCP server: asks it for its tools and stores both, each tool with a suggested level. A server that wants an account
 * of each human (`oauth`) is asked who gives the tokens; its tools are listed when the first human has connected. Throws `upstream` when
 * it cannot be reached, does not speak MCP or offers no usable authorization, `conflict` when the key is taken.
 */
export async function importServer(ctx: Ctx, input: ImportServerInput): Promise<ServerView & { tools: ToolView[] }> {
  requireScope(ctx, "servers:write");
  const { auth } = input;
  if (auth.kind === "oauth") {
    const { also } = await toOAuth(ctx.tenant.no, input.url, auth);
    return createServer(ctx, input, null, also);
  }
  const headers = auth.kind === "header" ? { [auth.header]: auth.value } : {};
  return createServer(ctx, input, await discoverServer(input.url, headers));
}
