import { createHash } from "node:crypto";
import type { Prisma } from "@/lib/db/client";
import type { Server } from "@/lib/db/rows";
import { tenantClient } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import type { Level } from "@/lib/policy/level";
import type { World } from "./make-tenant";

export type ToolOf = {
  name: string;
  level: Level;
  enabled?: boolean;
  state?: "current" | "quarantined" | "removed";
  inputSchema?: Prisma.InputJsonObject;
};

/** One tool of each level. */
const threeTools: readonly ToolOf[] = [
  { name: "list_issues", level: "low" },
  { name: "create_issue", level: "medium" },
  { name: "delete_repo", level: "high" },
];

/** Puts an imported server with its tools into the tenant, as if it had been discovered; nothing answers at its URL. */
export async function makeServer(
  { tenant }: Pick<World, "tenant">,
  {
    key = "linear",
    name = "Linear",
    tools = threeTools,
    tags = [],
    auth = "none",
  }: { key?: string; name?: string; tools?: readonly ToolOf[]; tags?: string[]; auth?: "none" | "oauth" } = {},
): Promise<Server> {
  const db = tenantClient(tenant.no);
  const url = "http://127.0.0.1:9/mcp";
  const server = await db.server.create({
    data: { tenantNo: tenant.no, id: newId("server"), key, name, url, auth, era: "legacy", tags, discoveredAt: now() },
  });
  await db.tool.createMany({
    data: tools.map((tool) => ({
      tenantNo: tenant.no,
      id: newId("tool"),
      serverId: server.id,
      name: tool.name,
      slug: tool.name,
      inputSchema: tool.inputSchema ?? { type: "object" },
      level: tool.level,
      levelSuggested: tool.level,
      levelReason: "Set by the test.",
      enabled: tool.enabled ?? true,
      state: tool.state ?? "current",
      definitionHash: definitionHashOf(tool.name),
    })),
  });
  return server;
}

/** The definition hash that `makeServer` gives a tool of this name. */
export const definitionHashOf = (tool: string): string => createHash("sha256").update(tool).digest("hex");
