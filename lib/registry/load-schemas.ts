import "server-only";
import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";

type Versioned = { id: string; definitionHash: string };
type Known = { schema: unknown; bytes: number };

// Next bundles routes, pages and instrumentation apart: one cache a process lives on the global object.
const shared = globalThis as { countersignSchemas?: LRUCache<string, Known> };
shared.countersignSchemas ??= new LRUCache({ maxSize: 64 * 1024 * 1024, sizeCalculation: ({ bytes }) => bytes + 200 });
const known = shared.countersignSchemas;

/**
 * Input schemas of tools, each one object as long as it is remembered, in the order asked. A hash stands for one definition for
 * ever, so what is remembered cannot be stale; a tool that has changed since its hash was read gives its newer schema.
 */
export async function loadSchemas(tenantNo: number, tools: readonly Versioned[]): Promise<unknown[]> {
  const remembered = tools.map(({ id, definitionHash }) => known.get(`${tenantNo}:${id}:${definitionHash}`));
  const missing = tools.filter((_, i) => remembered[i] === undefined);
  const read = missing.length === 0 ? new Map<string, unknown>() : await readSchemas(tenantNo, missing);
  return tools.map(({ id }, i) => remembered[i]?.schema ?? read.get(id));
}

async function readSchemas(tenantNo: number, tools: readonly Versioned[]): Promise<Map<string, unknown>> {
  const { rows } = await pool("lookup").query<{ id: string; hash: string; schema: unknown; bytes: number }>({
    name: "load-schemas",
    text: `SELECT id, definition_hash AS hash, input_schema AS schema, octet_length(input_schema::text) AS bytes
      FROM tool WHERE tenant_no = $1 AND id = ANY($2::text[])`,
    values: [tenantNo, tools.map(({ id }) => id)],
  });
  for (const { id, hash, schema, bytes } of rows) known.set(`${tenantNo}:${id}:${hash}`, { schema, bytes });
  return new Map(rows.map(({ id, schema }) => [id, schema]));
}
