import "server-only";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import type { CoveredTool } from "@/lib/policy/check/finding";
import { matchesGlob } from "@/lib/policy/glob";
import type { PolicyScope } from "@/lib/policy/policy";
import { toServerWhere } from "./count-live-instances";

/**
 * The tools that a scope covers, those apart that their server no longer offers. Names are read first and schemas of the
 * covered ones only: a tenant may have thousands of tools, and a scope may name a few. `withSchemas`: whether anybody will look
 * at them.
 */
export async function loadCoveredTools(
  db: TenantClient | TenantTransaction,
  scope: PolicyScope,
  withSchemas = true,
): Promise<CoveredTool[]> {
  const offered = { state: { not: "removed" }, server: toServerWhere(scope) } as const;
  const names = scope.tools && (await matchingNames(db, offered, scope.tools));
  const rows = await db.tool.findMany({
    where: names ? { ...offered, name: { in: names } } : offered,
    select: { name: true, inputSchema: withSchemas, server: { select: { key: true } } },
    orderBy: [{ server: { key: "asc" } }, { name: "asc" }],
  });
  return rows.map(({ name, inputSchema, server }) => ({ server: server.key, name, inputSchema }));
}

async function matchingNames(
  db: TenantClient | TenantTransaction,
  where: object,
  globs: readonly string[],
): Promise<string[]> {
  const rows = await db.tool.findMany({ where, select: { name: true }, distinct: ["name"] });
  return rows.map(({ name }) => name).filter((name) => globs.some((glob) => matchesGlob(glob, name)));
}
