import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import { judgeChange } from "../definitions/judge-definition";
import type { ToolDefinition } from "./definition";
import { acceptedHashes, lastAccepted } from "./on-record";

/** A definition that came by, with its hash. */
export type Seen = { definition: ToolDefinition; hash: string };

/** `held`: its tool would be quarantined by it. `wasAccepted`: it was in force before. */
export type Judged = { held: boolean; wasAccepted: boolean };

/** What would become of known tools if these were their definitions, by name, without changing anything. Unknown ones are not in it. */
export async function judgeSeen(
  tenantNo: number,
  serverId: string,
  seen: readonly Seen[],
): Promise<Map<string, Judged>> {
  const db = tenantClient(tenantNo);
  const rows = await db.tool.findMany({
    where: { serverId, name: { in: seen.map(({ definition }) => definition.name) } },
  });
  const tools = new Map(rows.map((tool) => [tool.name, tool]));
  const known = seen.flatMap(({ definition, hash }) => {
    const tool = tools.get(definition.name);
    return tool ? [{ tool, definition, hash }] : [];
  });
  const accepted = await acceptedHashes(db, known);
  const judged = new Map<string, Judged>();
  for (const { tool, definition, hash } of known) {
    const wasAccepted = accepted.has(`${tool.id} ${hash}`);
    const onRecord = { state: tool.state, level: tool.level, accepted: await lastAccepted(db, tool) };
    const { state } = judgeChange(onRecord, definition, wasAccepted);
    judged.set(definition.name, { held: state === "quarantined", wasAccepted });
  }
  return judged;
}
