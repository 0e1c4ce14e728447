import "server-only";
import type { Tool } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { isObject, readDefinition } from "../definitions/read-definition";
import type { ToolDefinition } from "./definition";

type Db = TenantClient | TenantTransaction;

/** A tool's definition as it is on record. */
export const definitionOf = (tool: Tool): ToolDefinition => ({
  name: tool.name,
  title: tool.title ?? undefined,
  description: tool.description === "" ? undefined : tool.description,
  inputSchema: isObject(tool.inputSchema) ? tool.inputSchema : {},
  outputSchema: isObject(tool.outputSchema) ? tool.outputSchema : undefined,
  annotations: isObject(tool.annotations) ? tool.annotations : undefined,
});

/** The definition of a tool that was last in force: the one on record, unless it is quarantined or gone. Null where none ever was. */
export async function lastAccepted(db: Db, tool: Tool): Promise<ToolDefinition | null> {
  if (tool.state === "current" || tool.state === "review") return definitionOf(tool);
  const row = await db.toolDefinition.findFirst({
    where: { toolId: tool.id, acceptedAt: { not: null } },
    orderBy: [{ acceptedAt: "desc" }, { id: "desc" }],
  });
  return row === null ? null : (readDefinition(row.definition) ?? null);
}

/** Which of these definitions were in force at any time, as "<tool id> <hash>". */
export async function acceptedHashes(
  db: Db,
  asked: readonly { tool: Pick<Tool, "id">; hash: string }[],
): Promise<ReadonlySet<string>> {
  if (asked.length === 0) return new Set();
  const rows = await db.toolDefinition.findMany({
    where: {
      toolId: { in: asked.map(({ tool }) => tool.id) },
      hash: { in: asked.map(({ hash }) => hash) },
      acceptedAt: { not: null },
    },
    select: { toolId: true, hash: true },
  });
  return new Set(rows.map(({ toolId, hash }) => `${toolId} ${hash}`));
}
