import "server-only";
import { createHash } from "node:crypto";
import { Prisma } from "@/lib/db/client";
import type { TenantTransaction } from "@/lib/db/tenant";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { newId } from "@/lib/kernel/ids";
import { suggestLevel } from "@/lib/policy/suggest-level";
import { type ToolDefinition, toUniqueSlugs } from "./definition";

/** What a synchronization changed, by tool name. */
export type ToolChanges = { added: string[]; changed: string[]; removed: string[]; returned: string[] };

/**
 * Brings the tools of a server in line with what it offers now. A new tool gets a suggested level; a changed definition
 * is quarantined until an admin accepts it (DESIGN §8); a tool that is gone stays as `removed`, so its events keep a name.
 * Every definition that was ever seen is kept.
 */
export async function syncTools(
  tx: TenantTransaction,
  tenantNo: number,
  serverId: string,
  offered: readonly ToolDefinition[],
): Promise<ToolChanges> {
  const known = await tx.tool.findMany({ where: { serverId } });
  const byName = new Map(known.map((tool) => [tool.name, tool]));
  const slugs = toUniqueSlugs(
    offered.map((t) => t.name).filter((name) => !byName.has(name)),
    new Set(known.map((tool) => tool.slug)),
  );
  const changes: ToolChanges = { added: [], changed: [], removed: [], returned: [] };

  for (const definition of offered) {
    const hash = definitionHash(definition);
    const tool = byName.get(definition.name);
    const stored = toStored(definition);
    if (!tool) {
      const suggestion = suggestLevel(toEvidence(definition));
      const id = newId("tool");
      await tx.tool.create({
        data: {
          tenantNo,
          id,
          serverId,
          name: definition.name,
          slug: slugs.get(definition.name) ?? definition.name,
          ...stored,
          level: suggestion.level,
          levelSuggested: suggestion.level,
          levelReason: suggestion.reason,
          state: suggestion.review ? "review" : "current",
          definitionHash: hash,
        },
      });
      await keepDefinition(tx, tenantNo, id, hash, definition);
      changes.added.push(definition.name);
    } else if (tool.definitionHash !== hash) {
      const suggestion = suggestLevel(toEvidence(definition));
      await tx.tool.update({
        where: { tenantNo_id: { tenantNo, id: tool.id } },
        data: {
          ...stored,
          levelSuggested: suggestion.level,
          levelReason: suggestion.reason,
          state: "quarantined",
          definitionHash: hash,
        },
      });
      await keepDefinition(tx, tenantNo, tool.id, hash, definition);
      changes.changed.push(definition.name);
    } else if (tool.state === "removed") {
      await tx.tool.update({ where: { tenantNo_id: { tenantNo, id: tool.id } }, data: { state: "review" } });
      changes.returned.push(definition.name);
    }
  }

  const offeredNames = new Set(offered.map((t) => t.name));
  for (const tool of known) {
    if (offeredNames.has(tool.name) || tool.state === "removed") continue;
    await tx.tool.update({ where: { tenantNo_id: { tenantNo, id: tool.id } }, data: { state: "removed" } });
    changes.removed.push(tool.name);
  }
  return changes;
}

/** SHA-256 over name, description, schemas and annotations in canonical form, hexadecimal. */
export const definitionHash = (definition: ToolDefinition): string =>
  createHash("sha256")
    .update(canonicalJson(withoutUndefined(definition)))
    .digest("hex");

async function keepDefinition(
  tx: TenantTransaction,
  tenantNo: number,
  toolId: string,
  hash: string,
  definition: ToolDefinition,
) {
  await tx.toolDefinition.upsert({
    where: { tenantNo_toolId_hash: { tenantNo, toolId, hash } },
    create: { tenantNo, id: newId("toolVersion"), toolId, hash, definition: toJson(withoutUndefined(definition)) },
    update: {},
  });
}

const toStored = (definition: ToolDefinition) => ({
  title: definition.title ?? null,
  description: definition.description ?? "",
  inputSchema: toJson(definition.inputSchema),
  outputSchema: definition.outputSchema ? toJson(definition.outputSchema) : Prisma.DbNull,
  annotations: definition.annotations ? toJson(definition.annotations) : Prisma.DbNull,
});

// safe because what is given came out of JSON.parse
const toJson = (value: Record<string, unknown>): Prisma.InputJsonObject => value as Prisma.InputJsonObject;

const withoutUndefined = (definition: ToolDefinition): Record<string, unknown> =>
  Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== undefined));

function toEvidence(definition: ToolDefinition) {
  const properties = definition.inputSchema["properties"];
  return {
    name: definition.name,
    description: definition.description ?? "",
    parameters: typeof properties === "object" && properties !== null ? Object.keys(properties) : [],
    annotations: definition.annotations,
  };
}
