"use server";

import { z } from "zod";
import { ChangeServerInput, changeServer } from "@/lib/connections/change-server";
import { ImportServerInput, importServer } from "@/lib/connections/import-server";
import { refreshTools } from "@/lib/connections/refresh-tools";
import { removeServer } from "@/lib/connections/remove-server";
import { testConnection } from "@/lib/connections/test-connection";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { listTools } from "@/lib/registry/servers/list-tools";
import { askedBack, TimeoutSeconds } from "@/lib/registry/servers/update-server";
import { UpdateToolInput, updateTool } from "@/lib/registry/servers/update-tool";
import { UpdateToolsInput, updateTools } from "@/lib/registry/servers/update-tools";
import { reviewOf, toolsOf } from "./_parts/server-paths";
import { findTools, ToolQuery } from "./[key]/tools/_parts/tool-query";

const nameOf = ({ name }: { name: string }): string => name;

const Key = z.string().min(1).max(100);

/** A field that is left empty takes back what was said. */
const Timeout = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : Number(text)))
  .pipe(TimeoutSeconds)
  .optional();

/** The empty one stands for a list of which nothing is ticked. */
const Forbids = z
  .array(z.string())
  .transform((all) => all.filter((one) => one !== ""))
  .pipe(z.array(z.enum(askedBack)))
  .optional();

export const importServerAction = action({
  may: "servers:write",
  input: ImportServerInput,
  run: importServer,
  refresh: paths.servers,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: (tenant, server) => reviewOf(tenant, server.key),
});

export const updateServerAction = action({
  may: "servers:write",
  input: ChangeServerInput.extend({ server: Key, timeoutSeconds: Timeout, forbids: Forbids }),
  run: (ctx, { server, ...change }) => changeServer(ctx, server, change),
  refresh: (tenant, server) => paths.server(tenant, server.key),
});

export const refreshToolsAction = action({
  may: "servers:write",
  input: z.object({ server: Key }),
  run: async (ctx, { server }) => ({ server, changes: await refreshTools(ctx, server) }),
  refresh: (tenant, { server }) => [paths.server(tenant, server), toolsOf(tenant, server)],
});

export const testConnectionAction = action({
  may: "servers:write",
  input: z.object({ server: Key }),
  run: (ctx, { server }) => testConnection(ctx, server),
  refresh: (tenant, { server }) => paths.server(tenant, server),
});

export const deleteServerAction = action({
  may: "servers:write",
  input: z.object({ server: Key, confirm: z.string() }).refine(({ server, confirm }) => server === confirm, {
    path: ["confirm"],
    message: "This is not the server's key.",
  }),
  run: (ctx, { server }) => removeServer(ctx, server),
  refresh: paths.servers,
  // biome-ignore lint/suspicious/noThenProperty: where the form leads; nobody awaits this object
  then: paths.servers,
});

export const updateToolAction = action({
  may: "servers:write",
  input: UpdateToolInput.extend({ server: Key, tool: z.string().min(1).max(300), timeoutSeconds: Timeout }),
  run: async (ctx, { server, tool, ...change }) => ({ server, tool: await updateTool(ctx, server, tool, change) }),
  refresh: (tenant, { server }) => toolsOf(tenant, server),
});

/** Changes the tools that are ticked, or all that the page's query finds. */
export const updateToolsAction = action({
  may: "servers:write",
  input: UpdateToolsInput.extend({
    server: Key,
    which: z.enum(["ticked", "found"]),
    tools: z.array(z.string().min(1).max(300)).max(10_000).default([]),
    query: ToolQuery.omit({ page: true }),
  }),
  run: async (ctx, { server, which, tools, query, ...change }) => {
    const names = which === "ticked" ? tools : findTools((await listTools(ctx, server)).items, query).map(nameOf);
    await updateTools(ctx, server, names, change);
    return server;
  },
  refresh: toolsOf,
});

/** Accepts the suggested level of every tool that waits for a look. A quarantined one is looked at by itself. */
export const acceptSuggestionsAction = action({
  may: "servers:write",
  input: z.object({ server: Key }),
  run: async (ctx, { server }) => {
    const { items } = await listTools(ctx, server);
    const waiting = items.filter(({ state }) => state === "review").map(nameOf);
    // Somebody else may have looked at the last one meanwhile.
    if (waiting.length > 0) await updateTools(ctx, server, waiting, { review: "accepted" });
    return server;
  },
  refresh: toolsOf,
});
