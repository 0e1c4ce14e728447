import "server-only";
import { z } from "zod";
import { ChangeServerInput, changeServer } from "@/lib/connections/change-server";
import { ImportServerInput, importServer } from "@/lib/connections/import-server";
import { refreshTools } from "@/lib/connections/refresh-tools";
import { removeServer } from "@/lib/connections/remove-server";
import { testConnection } from "@/lib/connections/test-connection";
import { getServer } from "@/lib/registry/servers/get-server";
import { getServerHealth } from "@/lib/registry/servers/get-server-health";
import { listServers } from "@/lib/registry/servers/list-servers";
import { listTools } from "@/lib/registry/servers/list-tools";
import { UpdateToolInput, updateTool } from "@/lib/registry/servers/update-tool";
import { family } from "./operation";

const { get, post, patch, del } = family("Servers");

const ListServersQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(500).optional(),
});

export const servers = {
  importServer: post("servers", {
    summary: "Import an upstream MCP server",
    description:
      "Asks the server for its tools and stores both, each tool with a suggested level. With auth oauth each human connects an account of their own; the tools are listed with the first connection.",
    may: "servers:write",
    body: ImportServerInput,
    status: 201,
    reachesUpstream: true,
    answer: "The server with its tools.",
    run: (ctx, { body }) => importServer(ctx, body),
  }),
  listServers: get("servers", {
    summary: "List servers",
    may: "servers:read",
    query: ListServersQuery,
    answer: "A page of servers, by key.",
    run: (ctx, { query: { limit, cursor } }) => listServers(ctx, limit === undefined ? { cursor } : { limit, cursor }),
  }),
  getServer: get("servers/{key}", {
    summary: "Get a server",
    may: "servers:read",
    answer: "The server with its tools.",
    run: (ctx, { params }) => getServer(ctx, params.key),
  }),
  updateServer: patch("servers/{key}", {
    summary: "Change a server",
    may: "servers:write",
    body: ChangeServerInput,
    answer: "The server.",
    run: (ctx, { params, body }) => changeServer(ctx, params.key, body),
  }),
  deleteServer: del("servers/{key}", {
    summary: "Delete a server",
    description: "Its tools, ceilings, consents and humans' connections go with it; its events stay.",
    may: "servers:write",
    answer: "Nothing.",
    run: (ctx, { params }) => removeServer(ctx, params.key),
  }),
  refreshServer: post("servers/{key}/refresh", {
    summary: "Discover a server's tools again",
    may: "servers:write",
    reachesUpstream: true,
    answer:
      "The names of tools that were added, changed, removed or returned; which of them look renamed, and which are quarantined.",
    run: (ctx, { params }) => refreshTools(ctx, params.key),
  }),
  getServerHealth: get("servers/{key}/health", {
    summary: "Get the health of a server",
    description:
      "By the newest 1,000 calls of the last 24 hours in the log: how many were answered, failed or were denied, how long they took, what failed last, and a state with its reason. `circuit` says whether the process that answers leaves the server alone because it failed again and again: `open` until `retryAt`, then `half_open`, when one request goes through; other processes find out by themselves. Nothing is asked of the server. Needs events:read as well.",
    may: "servers:read",
    answer: "The state and the figures that it follows from.",
    run: (ctx, { params }) => getServerHealth(ctx, params.key),
  }),
  testServer: post("servers/{key}/test", {
    summary: "Test the connection to a server",
    description:
      "Looks up its address, connects, agrees on the protocol and asks for the tools, within ten seconds and with the credential that calls would have. A server that fails is an answer with ok false, whose failed step says what to do. Stores nothing and leaves an event. One that passes ends, in every process, that the server is left alone. At most 30 a minute.",
    may: "servers:write",
    answer: "The steps in order; the first that fails is the last.",
    run: (ctx, { params }) => testConnection(ctx, params.key),
  }),
  listTools: get("servers/{key}/tools", {
    summary: "List a server's tools",
    may: "servers:read",
    answer:
      "Every tool, by name; those that the server no longer offers included. A quarantined one says why in its findings.",
    run: (ctx, { params }) => listTools(ctx, params.key),
  }),
  updateTool: patch("servers/{key}/tools/{tool}", {
    summary: "Change a tool's level, switch it, or accept its review",
    may: "servers:write",
    body: UpdateToolInput,
    answer: "The tool.",
    run: (ctx, { params, body }) => updateTool(ctx, params.key, params.tool, body),
  }),
};
