import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { uuidMs } from "../../internal/uuid-time";
import { commitmentOf, openPayloadText, partNo } from "../../payload";
import { found, type Problems } from "./problem";
import type { Scope } from "./scope";

type Part = keyof typeof partNo;

/** One stored part, and what its event says of it. `seen`: whether the event is there. */
type Row = {
  id: string;
  part: number;
  salt: Buffer;
  ciphertext: Buffer;
  seen: boolean;
  commitment: string | null;
};
type Place = { id: string; part: number };

/** What is read at once, in rows and in bytes: a part has up to 64 KiB, most have a few hundred bytes. */
const rowsAtOnce = 1_000;
const bytesAtOnce = 4 * 2 ** 20;

/*
 * The commitment is searched for in the text of the envelope, which is much cheaper than reading JSON; where it does not fit, the
 * envelope is read. Ciphertexts are only fetched for rows that are within the bytes.
 */
const statement = {
  name: "verify-payloads",
  text: `SELECT p.event_id AS id, p.part, p.salt, p.ciphertext, e.body IS NOT NULL AS seen,
    left(split_part(split_part(e.body::text, CASE p.part WHEN ${partNo.arguments} THEN '"arguments":{' ELSE '"result":{' END, 2), '"commitment":"', 2), 43) AS commitment
  FROM (
    SELECT *, sum(octet_length(ciphertext)) OVER (ORDER BY event_id, part) - octet_length(ciphertext) AS before
    FROM (
      SELECT event_id, part, salt, ciphertext FROM audit.payload
      WHERE tenant_no = $1 AND (event_id, part) > ($2::uuid, $3::smallint) AND erased_at IS NULL
      ORDER BY event_id, part LIMIT ${rowsAtOnce}
    ) x
  ) p
  LEFT JOIN LATERAL (SELECT e.body FROM audit.event e WHERE e.tenant_no = $1 AND e.id = p.event_id OFFSET 0) e ON true
  WHERE p.before < ${bytesAtOnce}
  ORDER BY p.event_id, p.part`,
};

/**
 * Opens everything that is stored of arguments and results, and compares it with what its event has committed to. Of a log of any
 * length it keeps two batches in memory. Gives how many parts were opened.
 */
export async function checkPayloads(scope: Scope, problems: Problems): Promise<number> {
  const unopened: { count: number; first: string } = { count: 0, first: "" };
  let opened = 0;
  let batch: Promise<Row[]> | undefined = readBatch(scope, { id: "00000000-0000-0000-0000-000000000000", part: 0 });
  while (batch) {
    const rows: Row[] = await batch;
    const last = rows.at(-1);
    // The next batch is read while this one is opened.
    batch = last && readBatch(scope, last);
    batch?.catch(() => {});
    for (const row of rows) {
      const fault = await checkPart(scope, row);
      if (fault === undefined) opened += 1;
      else if (fault !== "unopened") found(problems, "payload", fault, { uuid: row.id });
      else if (unopened.count++ === 0) unopened.first = row.id;
    }
  }
  if (unopened.count > 0)
    found(
      problems,
      "unopened",
      `Sealed with another COUNTERSIGN_SECRET and cannot be opened: ${unopened.count} stored arguments and results, this event's first. Whether they are what the events have committed to is not known.`,
      { uuid: unopened.first },
    );
  return opened;
}

async function readBatch({ tenantNo }: Scope, { id, part }: Place): Promise<Row[]> {
  return withinTenant(
    tenantNo,
    async (sql) => (await sql.query<Row>({ ...statement, values: [tenantNo, id, part] })).rows,
  );
}

/** What an event has committed to; undefined where it says that nothing was kept. */
async function readCommitment({ tenantNo }: Scope, id: string, part: Part): Promise<unknown> {
  const body = await withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ body: string }>(
      "SELECT body::text AS body FROM audit.event WHERE tenant_no = $1 AND id = $2",
      [tenantNo, id],
    );
    return rows[0]?.body;
  });
  try {
    return JSON.parse(body ?? "")?.[part]?.commitment;
  } catch {
    // What cannot be read was changed, which is found elsewhere, and commits to nothing.
    return undefined;
  }
}

const nameOf = (no: number): Part | undefined =>
  no === partNo.arguments ? "arguments" : no === partNo.result ? "result" : undefined;

/** What is wrong with a stored part, as a sentence; `unopened` where only its secret's owner could say. */
async function checkPart(scope: Scope, row: Row): Promise<string | "unopened" | undefined> {
  const part = nameOf(row.part);
  if (part === undefined)
    return `Something is stored of this event that is neither arguments nor a result: part ${row.part}.`;
  const what = wordsFor[part];
  if (!row.seen) return `${what} are stored of this event, and it is not in the log.`;
  let text: string;
  try {
    text = openPayloadText(scope.tenantNo, row.id, row.ciphertext, part);
  } catch {
    if (scope.secretSinceMs !== undefined && uuidMs(row.id) < scope.secretSinceMs) return "unopened";
    return `${what} that are stored of this event cannot be opened: they were changed, taken from another event, or sealed with another COUNTERSIGN_SECRET.`;
  }
  const commitment = commitmentOf({ salt: row.salt, text });
  if (commitment === row.commitment || commitment === (await readCommitment(scope, row.id, part))) return undefined;
  return `${what} that are stored of this event are not those that it has committed to.`;
}

const wordsFor: Record<Part, string> = { arguments: "Arguments", result: "Results" };
