import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { HouseError } from "@/lib/kernel/errors";
import { errorTypeOf } from "./call-types";
import type { EventDraft } from "./draft";
import { eventValues, insertEvents, insertTerms, lines, termValues, toArray, toLines } from "./internal/insert";
import { currentNode } from "./internal/node";
import { type EventRow, toEventRow } from "./internal/row";
import { storableJson } from "./internal/storable";
import { type Payload, type PayloadRow, toPayloadRow } from "./payload";

/*
 * The gateway's pen. What the log holds if the process stops here:
 *   before `begin` resolves   nothing; and nothing has left for the upstream
 *   after `begin`             an intent; recovery turns it into one event with outcome `unknown`
 *   after `end` resolves      the terminal event; the intent went in the same transaction
 * Calls that wait at the same time share one statement and one synchronous commit (group commit).
 */

/** What identifies a recorded event to whoever caused it. */
export type Receipt = { eventId: string; leaf: string };

/** An intent that is durable. Only its holder can end it, and only once. */
export type Intent = { tenantNo: number; uuid: string };

/**
 * How an event relates to an intent. `ends`: it is written only if its intent is still there, and removes it.
 * `replaces`: it is written in any case, and removes the intent if one is there. `none`: it has no intent.
 */
type IntentUse = "none" | "ends" | "replaces";

type Entry = {
  intent?: { id: string; tenantNo: number; nodeNo: number; body: string };
  event?: { row: EventRow; use: IntentUse; payload?: PayloadRow | undefined };
  /** Kept and tried again while the database is away: what has happened must be written. */
  lasting: boolean;
  done: (ended: boolean) => void;
  failed: (error: unknown) => void;
};

/** Beyond this many entries in waiting, new calls are refused rather than kept in memory. */
const waitingMax = 5_000;
const batchMax = 500;
const retryMs = 250;
/** How long a shutdown waits for calls that are about to end. */
const flushMs = 3_000;

type State = { waiting: Entry[]; writing: Promise<void> | undefined; lastWriteMs: number; open: Set<string> };
// One journal a process, whichever of Next's bundles asks for it.
const shared = globalThis as { countersignJournal?: State };
const state = (): State =>
  (shared.countersignJournal ??= {
    waiting: [],
    writing: undefined,
    lastWriteMs: 0,
    open: new Set(),
  });

/**
 * Makes the intent of one call durable. The upstream may be contacted when this has resolved, and not before.
 * `draft` is what recovery will write, with outcome `unknown`, if nobody ends the intent.
 * Rejects when the intent could not be written: then there must be no call. The refusal is written as soon as the
 * database is back, in the place of the intent should that have arrived after all.
 */
export async function beginIntent(tenantNo: number, draft: EventDraft): Promise<Intent> {
  const uuid = uuidv7();
  try {
    const node = await currentNode();
    await submit({
      intent: { id: uuid, tenantNo, nodeNo: node, body: storableJson(draft, JSON.stringify) },
      lasting: false,
    });
    state().open.add(uuid);
    return { tenantNo, uuid };
  } catch (error) {
    recordLater(tenantNo, uuid, toRefused(draft));
    throw error;
  }
}

/**
 * Writes the terminal event of an intent and removes the intent, in one transaction. Resolves to the receipt, or to
 * undefined when the intent was already ended by recovery: then the log says `unknown` and the answer must say so too.
 * While the database is away it keeps trying; the caller decides how long to wait.
 */
export async function endIntent(intent: Intent, draft: EventDraft, payload?: Payload): Promise<Receipt | undefined> {
  try {
    const row = await untilWritten(() => toEventRow(intent.tenantNo, intent.uuid, draft));
    const sealed = payload && toPayloadRow(intent.tenantNo, intent.uuid, payload);
    const ended = await submit({ event: { row, use: "ends", payload: sealed }, lasting: true });
    return ended ? { eventId: intent.uuid, leaf: row.leaf } : undefined;
  } finally {
    state().open.delete(intent.uuid);
  }
}

/** Writes an event that needs no intent: a denial, a refusal. Durable when it resolves. */
export async function recordNow(tenantNo: number, draft: EventDraft, payload?: Payload): Promise<Receipt> {
  const uuid = uuidv7();
  const row = await toEventRow(tenantNo, uuid, draft);
  const sealed = payload && toPayloadRow(tenantNo, uuid, payload);
  await submit({ event: { row, use: "none", payload: sealed }, lasting: false });
  return { eventId: uuid, leaf: row.leaf };
}

function recordLater(tenantNo: number, uuid: string, draft: EventDraft): void {
  untilWritten(() => toEventRow(tenantNo, uuid, draft))
    .then((row) => submit({ event: { row, use: "replaces" }, lasting: true }))
    .catch(() => {
      // More is waiting than may be kept in memory: a refusal that reached nothing is what can be spared.
    });
}

const toRefused = (draft: EventDraft): EventDraft => ({
  ...draft,
  type: errorTypeOf(draft.type),
  outcome: "error",
  error: { type: "audit_unavailable", message: "The call was refused because its intent could not be written." },
});

/** The dictionaries live in the database too: waits until it answers. */
async function untilWritten<T>(work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error)) throw error;
      await sleep(retryMs);
    }
  }
}

/**
 * For shutdown, when every client is gone: resolves when the calls that this ended have their terminal events and nothing
 * waits to be written any more. A call that does not end in time is left to recovery.
 */
export async function flushJournal(): Promise<void> {
  const until = nowMs() + flushMs;
  while (state().writing || (state().open.size > 0 && nowMs() < until)) await (state().writing ?? sleep(10));
}

/** When the journal last wrote successfully (epoch milliseconds, 0 for never), and how much waits. For readiness and health. */
export const journalHealth = (): { lastWriteMs: number; waiting: number } => ({
  lastWriteMs: state().lastWriteMs,
  waiting: state().waiting.length,
});

function submit(entry: Omit<Entry, "done" | "failed">): Promise<boolean> {
  const journal = state();
  if (journal.waiting.length >= waitingMax)
    return Promise.reject(
      new HouseError("limit", "The audit log cannot keep up. Try again in a moment.", { retryAfterSeconds: 1 }),
    );
  return new Promise((done, failed) => {
    journal.waiting.push({ ...entry, done, failed });
    journal.writing ??= drain(journal);
  });
}

async function drain(journal: State): Promise<void> {
  // One turn of the event loop, so that calls that arrived together are written together.
  await new Promise((resolve) => setImmediate(resolve));
  while (journal.waiting.length > 0) {
    const batch = journal.waiting.splice(0, batchMax);
    const again = await writeBatch(batch);
    if (again.length > 0) {
      journal.waiting.unshift(...again);
      await sleep(retryMs);
    }
  }
  journal.writing = undefined;
}

/** Writes a batch and answers whoever waits for it. Returns what has to be tried again because the database is away. */
async function writeBatch(batch: readonly Entry[]): Promise<Entry[]> {
  try {
    const ended = await runStatement(batch);
    state().lastWriteMs = nowMs();
    for (const entry of batch) entry.done(entry.event?.use !== "ends" || ended.has(entry.event.row.id));
    return [];
  } catch (error) {
    if (isAway(error)) {
      for (const entry of batch) if (!entry.lasting) entry.failed(error);
      return batch.filter((entry) => entry.lasting);
    }
    if (batch.length === 1) {
      for (const entry of batch) entry.failed(error);
      return [];
    }
    // One row that PostgreSQL cannot hold must not take its neighbours with it.
    const again: Entry[] = [];
    for (const entry of batch) again.push(...(await writeBatch([entry])));
    return again;
  }
}

/** SQLSTATE classes 22 and 23 blame a row, 42 the statement; everything else (no connection, shutdown, disk full) the database. */
const isAway = (error: unknown): boolean =>
  !(typeof error === "object" && error !== null && "code" in error && /^(22|23|42)...$/.test(String(error.code)));

const intentsSql = `INSERT INTO audit.intent (event_id, tenant_no, node_no, body)
  SELECT event_id, tenant_no, node_no, body::json
  FROM unnest($1::uuid[], $2::int[], $3::int[], ${lines(4)}) AS row(event_id, tenant_no, node_no, body)`;

/** Whoever deleted the intent writes the event: exactly one of the caller and recovery. */
const isOurs = (id: string) => `WHERE NOT (${id} = ANY($6::uuid[])) OR ${id} IN (SELECT event_id FROM ended)`;

const eventsSql = `WITH intents AS (${intentsSql}),
  ended AS (DELETE FROM audit.intent WHERE event_id = ANY($5::uuid[]) RETURNING event_id),
  payloads AS (
    INSERT INTO audit.payload (tenant_no, event_id, part, key_id, salt, ciphertext, expires_at, words)
    SELECT tenant_no, event_id, part, key_id, decode(salt, 'base64'), decode(ciphertext, 'base64'), expires_at, words
    FROM json_to_recordset($7::json) AS row(tenant_no int, event_id uuid, part smallint, key_id smallint, salt text,
      ciphertext text, expires_at timestamptz, words bigint[])
    ${isOurs("event_id")}
  ),
  terms AS (${insertTerms(8, isOurs("id"))}),
  events AS (${insertEvents(11, isOurs("id"))})
  SELECT event_id FROM ended`;

const statements = {
  intents: { name: "journal-intents", text: intentsSql },
  events: { name: "journal-events", text: eventsSql },
};

async function runStatement(batch: readonly Entry[]): Promise<Set<string>> {
  const intents = batch.flatMap((e) => (e.intent ? [e.intent] : []));
  const events = batch.flatMap((e) => (e.event ? [e.event] : []));
  const writer = pool("writer");
  const begun = [
    toArray(intents, ({ id }) => id),
    toArray(intents, ({ tenantNo }) => tenantNo),
    toArray(intents, ({ nodeNo }) => nodeNo),
    toLines(intents.map(({ body }) => body)),
  ];
  if (events.length === 0) {
    await writer.query({ ...statements.intents, values: begun });
    return new Set();
  }
  const idOf = ({ row }: { row: EventRow }) => row.id;
  const payloads = events.flatMap((e) => e.payload?.columns ?? []);
  const terms = events.flatMap((e) => (e.payload ? [...e.row.terms, ...e.payload.terms] : e.row.terms));
  const { rows } = await writer.query<{ event_id: string }>({
    ...statements.events,
    values: [
      ...begun,
      toArray(
        events.filter((e) => e.use !== "none"),
        idOf,
      ),
      toArray(
        events.filter((e) => e.use === "ends"),
        idOf,
      ),
      JSON.stringify(payloads),
      ...termValues(terms),
      ...eventValues(events.map((e) => e.row)),
    ],
  });
  return new Set(rows.map((r) => r.event_id));
}
