import "server-only";
import { pool } from "@/lib/db/pool";
import { isStandIn } from "./servers/stand-ins";

/** A tool as its server defined it when it was last asked, in the words of `tools/list`; what it did not say is absent. */
export type KnownDefinition = { name: string; inputSchema: unknown } & Record<string, unknown>;

type Row = {
  name: string;
  title: string | null;
  description: string;
  input_schema: unknown;
  output_schema: unknown;
  annotations: unknown;
};

/** The tools that a server is known to offer, by name. */
export async function loadDefinitions(tenantNo: number, serverId: string): Promise<KnownDefinition[]> {
  const { rows } = await pool("lookup").query<Row>(
    `SELECT name, title, description, input_schema, output_schema, annotations FROM tool
     WHERE tenant_no = $1 AND server_id = $2 AND state <> 'removed' ORDER BY name`,
    [tenantNo, serverId],
  );
  return rows
    .filter(({ name }) => !isStandIn(name))
    .map((row) => ({
      name: row.name,
      ...(row.title === null ? {} : { title: row.title }),
      ...(row.description === "" ? {} : { description: row.description }),
      inputSchema: row.input_schema,
      ...(row.output_schema === null ? {} : { outputSchema: row.output_schema }),
      ...(row.annotations === null ? {} : { annotations: row.annotations }),
    }));
}
