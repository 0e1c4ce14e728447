import "server-only";
import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/db/pool";
import { newId } from "@/lib/kernel/ids";
import type { EventDraft } from "../../draft";
import { eventValues, insertEvents, insertTerms, termValues } from "../../internal/insert";
import { toEventRow } from "../../internal/row";
import { toWordNo } from "../../internal/word";
import { newPayload, payloadCommitment, toPayloadRow } from "../../payload";

/** For tests: an event that happened at `atMs` and is recorded now, with arguments and their words. Gives its UUID. */
export async function recordPast(tenantNo: number, atMs: number, more: Partial<EventDraft> = {}): Promise<string> {
  const uuid = uuidv7({ msecs: atMs });
  const writer = pool("writer");
  await writer.query("SELECT audit.ensure_partition($1::timestamptz::date)", [new Date(atMs).toISOString()]);
  const payload = newPayload({ note: "past" });
  const row = await toEventRow(tenantNo, uuid, {
    type: "gateway.tool.executed",
    outcome: "success",
    occurredAtMs: atMs,
    actor: { type: "agent", key: "agent|past", name: "Past" },
    requestId: newId("request"),
    surface: "mcp",
    refs: {},
    traceId: `trace-${uuid}`,
    arguments: { bytes: 15, keys: ["note"], redacted: [], commitment: payloadCommitment(payload) },
    ...more,
  });
  const words = [toWordNo(tenantNo, `word-${uuid}`)];
  const terms = [...row.terms, ...words.map((word) => ({ tenant_no: tenantNo, word, id: uuid }))];
  await writer.query(insertEvents(), eventValues([row]));
  await writer.query(insertTerms(), termValues(terms));
  const [stored] = toPayloadRow(tenantNo, uuid, payload).columns;
  await writer.query(
    `INSERT INTO audit.payload (tenant_no, event_id, part, key_id, salt, ciphertext, expires_at, words)
     VALUES ($1, $2, 1, 1, decode($3, 'base64'), decode($4, 'base64'), now() + interval '30 days', $5)`,
    [tenantNo, uuid, stored?.salt, stored?.ciphertext, words],
  );
  return uuid;
}
