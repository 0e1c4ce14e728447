import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { toEventId } from "@/lib/kernel/ids";
import { uuidFloor } from "../../internal/uuid-time";
import { readCuts } from "./check-leaves";
import { found, type Problems } from "./problem";
import type { Scope } from "./scope";

/** An event whose arguments and results are empty because somebody has erased them, as the row says. */
type Erased = { id: string; at: Date; human: string | null };
/** What the log says of erasing: of single events, and of all of a human or before an instant. */
type Erasures = { events: Set<string>; many: Map<string, Many>; count: number };
type Many = { human: string | undefined; beforeId: string | undefined; lastAt: Date };

const rowsAtOnce = 5_000;

/**
 * Holds what was erased against the events of erasing: each must be named by one, itself or by its human or its time, and no more
 * may be gone than all of them say. Erasures that retention has removed since are not asked for.
 */
export async function checkErasedPayloads(scope: Scope, problems: Problems): Promise<void> {
  let erasures: Erasures | undefined;
  let cutId = "";
  let count = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await readErased(scope, after);
    if (rows.length > 0 && erasures === undefined) {
      erasures = await readErasures(scope);
      cutId = (await readCuts(scope.tenantNo)).reduce((id, { beforeId }) => (beforeId > id ? beforeId : id), "");
    }
    for (const row of rows) {
      if (uuidFloor(row.at.getTime()) < cutId) continue;
      if (erasures && isNamed(erasures, row)) count += 1;
      else
        found(problems, "payload", "What was stored of this event was emptied, and no erasure of it is on record.", {
          uuid: row.id,
        });
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) break;
    after = last.id;
  }
  if (erasures && count > erasures.count)
    found(
      problems,
      "payload",
      `What was stored of ${count} events is erased; erasures of ${erasures.count} are on record.`,
    );
}

async function readErased({ tenantNo }: Scope, after: string): Promise<Erased[]> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<Erased>(
      `SELECT p.event_id AS id, max(p.erased_at) AS at, max(d.key) AS human
       FROM audit.payload p JOIN audit.event e ON e.tenant_no = $1 AND e.id = p.event_id
       LEFT JOIN audit.dim d ON d.tenant_no = $1 AND d.no = e.human_no
       WHERE p.tenant_no = $1 AND p.event_id > $2 AND p.erased_at IS NOT NULL
       GROUP BY p.event_id ORDER BY p.event_id LIMIT ${rowsAtOnce}`,
      [tenantNo, after],
    );
    return rows;
  });
}

/** Reads every erasure on record. Of those of single events only the id is kept. */
async function readErasures({ tenantNo, types }: Scope): Promise<Erasures> {
  const erasures: Erasures = { events: new Set(), many: new Map(), count: 0 };
  const typeNo = types.indexOf("audit.payload_erased") + 1;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await withinTenant(tenantNo, async (sql) => {
      const { rows } = await sql.query<{ id: string; body: string; at: Date }>(
        `SELECT id, body::text AS body, recorded_at AS at FROM audit.event
         WHERE tenant_no = $1 AND type_no = $2 AND type_no <> 1 AND outcome = 1 AND id > $3 ORDER BY id LIMIT ${rowsAtOnce}`,
        [tenantNo, typeNo, after],
      );
      return rows;
    });
    for (const { body, at } of rows) addErasure(erasures, body, at);
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return erasures;
    after = last.id;
  }
}

function addErasure(erasures: Erasures, body: string, at: Date): void {
  try {
    const { resource, details } = JSON.parse(body);
    erasures.count += Number(details.events);
    if (resource.type === "event") erasures.events.add(String(resource.key));
    // Whatever else it may be about, it would have to say whose or before when.
    else if (resource.type === "human" || details.before !== undefined) {
      const human = resource.type === "human" ? String(resource.key) : undefined;
      const beforeId = details.before === undefined ? undefined : uuidFloor(Date.parse(details.before));
      const key = JSON.stringify([human, beforeId]);
      const known = erasures.many.get(key);
      if (!known || known.lastAt < at) erasures.many.set(key, { human, beforeId, lastAt: at });
    }
  } catch {
    // An erasure that cannot be read was changed, which is found elsewhere; it names nothing.
  }
}

function isNamed({ events, many }: Erasures, { id, at, human }: Erased): boolean {
  if (events.has(toEventId(id))) return true;
  for (const one of many.values()) {
    const whose = one.human === undefined || one.human === human;
    const when = one.beforeId === undefined || id < one.beforeId;
    if (whose && when && one.lastAt >= at) return true;
  }
  return false;
}
