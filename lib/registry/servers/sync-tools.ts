import "server-only";
import { Prisma } from "@/lib/db/client";
import type { Tool } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { findRenames, type Rename } from "../definitions/find-renames";
import { type DefinitionFinding, findingsMax } from "../definitions/finding";
import { judgeChange, judgeNew, type Verdict } from "../definitions/judge-definition";
import { definitionHash, withoutUndefined } from "../definitions/read-definition";
import { type ToolDefinition, toUniqueSlugs } from "./definition";
import { acceptedHashes, definitionOf, lastAccepted } from "./on-record";

/** What a synchronization changed, by tool name. A quarantined one is added, changed or returned as well. */
export type ToolChanges = {
  added: string[];
  changed: string[];
  removed: string[];
  returned: string[];
  renamed: Rename[];
  quarantined: string[];
};

/** Of one tool the hash of its definition before and after, and what lies between. */
export type DefinitionChange = { before: string | null; after: string; findings: DefinitionFinding[] };

export type Synced = { changes: ToolChanges; definitions: Record<string, DefinitionChange> };

/**
 * How a list came about. `whole`: it has every tool of the server, so what it lacks is gone. `beside`: names that were in the same
 * answer and need no look. `asked`: an admin had the server asked.
 */
export type Listing = { whole: boolean; asked: boolean; beside?: readonly string[] };

/** Most tools of one server that are kept, those that are gone included, unless an admin asks for more. */
const toolsMax = 5_000;

/**
 * Brings the tools of a server in line with what it offers now (DESIGN §8). A new tool gets a suggested level; a changed definition
 * takes effect unless it widens what was accepted: then the tool is quarantined until an admin accepts it, and so is a new one that
 * looks like one that is gone, or whose texts speak to the model. A tool that is gone stays as `removed`, so its events keep a
 * name. Every definition is kept (`prune-definitions.ts` says for how long). Levels in force are never changed here.
 */
export async function syncTools(
  tx: TenantTransaction,
  tenantNo: number,
  serverId: string,
  list: readonly ToolDefinition[],
  { whole, asked, beside = [] }: Listing,
): Promise<Synced> {
  const known = new Map((await tx.tool.findMany({ where: { serverId } })).map((tool) => [tool.name, tool]));
  const room = asked ? Number.POSITIVE_INFINITY : toolsMax - known.size;
  const fresh = list.filter(({ name }) => !known.has(name)).slice(0, Math.max(0, room));
  const hashes = new Map(list.map((definition) => [definition.name, definitionHash(definition)]));
  const offered = new Set([...list.map(({ name }) => name), ...beside]);
  const absent = [...known.values()].filter(({ name }) => !offered.has(name));
  const { renamed, undecided } = findRenames(absent.map(definitionOf), fresh);
  const slugs = toUniqueSlugs(
    fresh.map(({ name }) => name),
    new Set([...known.values()].map(({ slug }) => slug)),
  );
  const changes: ToolChanges = { added: [], changed: [], removed: [], returned: [], renamed, quarantined: [] };
  const definitions: Record<string, DefinitionChange> = Object.create(null);

  for (const definition of fresh) {
    const { name } = definition;
    const from = renamed.find(({ to }) => to === name)?.from;
    const alike = from === undefined ? undefined : known.get(from);
    const verdict = judgeNew(definition, { alike, asked, undecided });
    const hash = hashes.get(name) ?? definitionHash(definition);
    const id = newId("tool");
    await tx.tool.create({
      data: {
        tenantNo,
        ...{ id, serverId, name, slug: slugs.get(name) ?? name },
        level: verdict.suggestion.level,
        ...toColumns(definition, hash, verdict),
      },
    });
    await keepDefinition(tx, tenantNo, id, hash, definition, verdict);
    changes.added.push(name);
    if (verdict.findings.length > 0) definitions[name] = { before: null, after: hash, findings: verdict.findings };
    if (verdict.state === "quarantined") changes.quarantined.push(name);
  }

  const seen = list.flatMap((definition) => {
    const [tool, hash] = [known.get(definition.name), hashes.get(definition.name)];
    const differs =
      tool !== undefined && hash !== undefined && (tool.definitionHash !== hash || tool.state === "removed");
    return differs ? [{ tool, hash, definition }] : [];
  });
  const accepted = await acceptedHashes(tx, seen);
  for (const { tool, hash, definition } of seen) {
    const { name } = definition;
    const onRecord = { state: tool.state, level: tool.level, accepted: await lastAccepted(tx, tool) };
    const verdict = judgeChange(onRecord, definition, accepted.has(`${tool.id} ${hash}`));
    await tx.tool.update({
      where: { tenantNo_id: { tenantNo, id: tool.id } },
      data: toColumns(definition, hash, verdict),
    });
    await keepDefinition(tx, tenantNo, tool.id, hash, definition, verdict);
    changes[tool.definitionHash === hash ? "returned" : "changed"].push(name);
    if (tool.definitionHash !== hash || verdict.state === "quarantined")
      definitions[name] = { before: tool.definitionHash, after: hash, findings: verdict.findings };
    if (verdict.state === "quarantined") changes.quarantined.push(name);
  }

  if (whole) changes.removed = await markRemoved(tx, tenantNo, absent);
  return { changes, definitions };
}

async function markRemoved(tx: TenantTransaction, tenantNo: number, absent: readonly Tool[]): Promise<string[]> {
  const gone = absent.filter(({ state }) => state !== "removed");
  for (const { id } of gone)
    await tx.tool.update({ where: { tenantNo_id: { tenantNo, id } }, data: { state: "removed", findings: [] } });
  return gone.map(({ name }) => name);
}

async function keepDefinition(
  tx: TenantTransaction,
  tenantNo: number,
  toolId: string,
  hash: string,
  definition: ToolDefinition,
  { state }: Verdict,
) {
  const acceptedAt = state === "quarantined" ? {} : { acceptedAt: now() };
  await tx.toolDefinition.upsert({
    where: { tenantNo_toolId_hash: { tenantNo, toolId, hash } },
    create: {
      ...{ tenantNo, id: newId("toolVersion"), toolId, hash, definition: toJson(withoutUndefined(definition)) },
      ...acceptedAt,
    },
    update: acceptedAt,
  });
}

const toColumns = (definition: ToolDefinition, hash: string, { state, findings, suggestion }: Verdict) => ({
  title: definition.title ?? null,
  description: definition.description ?? "",
  inputSchema: toJson(definition.inputSchema),
  outputSchema: definition.outputSchema ? toJson(definition.outputSchema) : Prisma.DbNull,
  annotations: definition.annotations ? toJson(definition.annotations) : Prisma.DbNull,
  levelSuggested: suggestion.level,
  levelReason: suggestion.reason,
  state,
  findings: state === "quarantined" ? findings.slice(0, findingsMax) : [],
  definitionHash: hash,
});

// safe because what is given came out of JSON.parse
const toJson = (value: Record<string, unknown>): Prisma.InputJsonObject => value as Prisma.InputJsonObject;
