import "server-only";
import { pool } from "@/lib/db/pool";
import { type BuiltInTool, builtInTools, toBuiltInTools } from "./tenant-settings";

/** `on`: which of the gateway's own tools there are in this tenant. `listed`: those that this instance was last shown; null: none ever. */
export type BuiltIn = { on: BuiltInTool[]; listed: string[] | null };

/** Read fresh with every request that could show or use one, so that a switch acts at once in every process. */
export async function loadBuiltIn(tenantNo: number, instanceId: string): Promise<BuiltIn> {
  const { rows } = await pool("lookup").query<{ off: string[]; listed: string[] | null }>({
    name: "load-built-in",
    text: `SELECT t.built_in_off AS off, i.built_in_listed AS listed
      FROM tenant t JOIN instance i ON i.tenant_no = t.no WHERE t.no = $1 AND i.id = $2`,
    values: [tenantNo, instanceId],
  });
  // An instance that is gone by now is shown nothing.
  const [row] = rows;
  if (row === undefined) return { on: [], listed: null };
  const isOn = toBuiltInTools(row.off);
  return { on: builtInTools.filter((tool) => isOn[tool]), listed: row.listed };
}

/** Remembers what an instance is shown of them. Not a change of anybody's rights, hence no event. */
export async function rememberBuiltIn(tenantNo: number, instanceId: string, tools: readonly string[]): Promise<void> {
  await pool("lookup").query("UPDATE instance SET built_in_listed = $3 WHERE tenant_no = $1 AND id = $2", [
    tenantNo,
    instanceId,
    tools,
  ]);
}
