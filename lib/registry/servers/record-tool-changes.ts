import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { recheckPolicies } from "../policies/recheck-policies";
import type { Synced } from "./sync-tools";

/** Most tools whose findings one event holds, and findings of each. The tool itself has them all while it is quarantined. */
const toolsMax = 100;
const perTool = 8;

/**
 * Leaves `resource.tools_changed` for what a synchronization changed, and has the policies of the server checked. Nothing where it
 * changed nothing.
 */
export async function recordToolChanges(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  row: Server,
  { changes, definitions }: Synced,
): Promise<void> {
  if (Object.values(changes).every((names) => names.length === 0))
    return record.nothing("The server offers what it offered before.");
  const told = Object.entries(definitions)
    // Those that somebody has to look at come first.
    .sort(([a], [b]) => Number(changes.quarantined.includes(b)) - Number(changes.quarantined.includes(a)))
    .map(([name, { before, after, findings }], i) => [
      name,
      { before, after, findings: i < toolsMax ? findings.slice(0, perTool) : [] },
    ]);
  await record({
    type: "resource.tools_changed",
    server: row.key,
    resource: { type: "server", key: row.key, name: row.name },
    refs: { resource: { id: row.id, key: row.key } },
    details: { ...changes, definitions: Object.fromEntries(told) },
  });
  await recheckPolicies(tx, record, ctx, row, row.tags);
}
