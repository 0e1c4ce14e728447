import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { createServer } from "@/lib/registry/servers/create-server";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";
import { ServerUrl, serverFields } from "@/lib/registry/servers/update-server";
import { discoverServer } from "./discover-server";

/** Headers that belong to the connection itself or to the caller, and may not carry an upstream's secret. */
const reservedHeaders: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "content-type",
  "transfer-encoding",
  "accept",
  "cookie",
  "mcp-session-id",
  "mcp-protocol-version",
  "mcp-method",
  "mcp-name",
  "last-event-id",
  "upgrade",
  "te",
  "trailer",
  "keep-alive",
]);

export const ServerAuth = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({
    kind: z.literal("header"),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, "Use a header name such as Authorization or X-Api-Key.")
      .refine((name) => !reservedHeaders.has(name.toLowerCase()), "This header belongs to the protocol."),
    value: z
      .string()
      .min(1)
      .max(4000)
      .regex(/^[\x20-\x7e]+$/, "A header value is printable ASCII."),
  }),
]);

export const ImportServerInput = z.object({
  key: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/,
      "Use 1 to 40 lower-case letters, digits, inner hyphens or underscores.",
    ),
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).default(""),
  url: ServerUrl,
  auth: ServerAuth.default({ kind: "none" }),
  tags: serverFields.tags.optional(),
  enforceSchema: serverFields.enforceSchema.optional(),
});
export type ImportServerInput = z.infer<typeof ImportServerInput>;

/**
 * Imports an upstream MCP server: asks it for its tools and stores both, each tool with a suggested level.
 * Throws `upstream` when it cannot be reached or does not speak MCP, `conflict` when the key is taken.
 */
export async function importServer(ctx: Ctx, input: ImportServerInput): Promise<ServerView & { tools: ToolView[] }> {
  requireScope(ctx, "servers:write");
  const headers = input.auth.kind === "header" ? { [input.auth.header]: input.auth.value } : {};
  const found = await discoverServer(input.url, headers);
  return createServer(ctx, input, found);
}
