import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "@/lib/db/pool";
import { errorTypeOf } from "./call-types";
import type { EventDraft } from "./draft";
import { eventValues, insertEvents, insertTerms, termValues } from "./internal/insert";
import { claimDeadNode, deadNodes } from "./internal/node";
import { toEventRow } from "./internal/row";

/** How long a free lock must stay free before its node counts as dead: a living one takes it back within this. */
const graceMs = 1_500;
const batchMax = 500;

/**
 * Turns the intents of processes that are gone into events with outcome `unknown`: the call may or may not have had its
 * effect, and the log says just that. Returns how many. Safe to run in several processes at once.
 */
export async function recoverIntents(): Promise<number> {
  const suspects = await deadNodes();
  if (suspects.length === 0) return 0;
  await sleep(graceMs);
  const still = new Set(await deadNodes());
  let recovered = 0;
  for (const node of suspects.filter((no) => still.has(no))) {
    for (let n = -1; n !== 0; recovered += n) n = await recoverBatch(node);
  }
  return recovered;
}

async function recoverBatch(node: number): Promise<number> {
  const client = await pool("writer").connect();
  try {
    await client.query("BEGIN");
    // The writer may delete an intent but change none, so it cannot lock rows: the node's own lock keeps others out.
    const mayRecover = await claimDeadNode(client, node);
    const { rows } = await client.query<{ event_id: string; tenant_no: number; body: EventDraft }>(
      `DELETE FROM audit.intent WHERE event_id IN (
         SELECT event_id FROM audit.intent WHERE node_no = $1 ORDER BY event_id LIMIT $2
       ) RETURNING event_id, tenant_no, body`,
      [node, mayRecover ? batchMax : 0],
    );
    const events = await Promise.all(rows.map((r) => toEventRow(r.tenant_no, r.event_id, toUnknown(r.body))));
    if (events.length > 0) {
      await client.query(insertEvents(), eventValues(events));
      await client.query(insertTerms(), termValues(events.flatMap((e) => e.terms)));
    }
    await client.query("COMMIT");
    client.release();
    return rows.length;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const toUnknown = (draft: EventDraft): EventDraft => ({
  ...draft,
  type: errorTypeOf(draft.type),
  outcome: "unknown",
  error: {
    type: "outcome_unknown",
    message: "The gateway stopped between sending this call and hearing how it ended. It may have had its effect.",
  },
});
