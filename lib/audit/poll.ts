import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import type { AuditEvent } from "./event";
import { readLedgerCursor, searchFingerprint, toLedgerCursor } from "./internal/cursor";
import { matching } from "./internal/feed-sql";
import { refuseHuman } from "./internal/own-events";
import { readEvents } from "./internal/read-events";
import { type Resolved, resolveSearch } from "./internal/resolve-search";
import { ledgerSize, readLedger } from "./proof/ledger";
import type { AuditSearch } from "./search";

/** The next events in the order of sealing. `nextCursor` is always there: asking with it again goes on exactly behind. */
export type PolledEvents = { items: AuditEvent[]; nextCursor: string; caughtUp: boolean };

/** Where a poll begins that has no cursor yet: at the first event of the log, or behind the newest. */
export type PollFrom = { cursor: string } | "start" | "now";

/** Leaves looked through at a time, and at most in one answer, however few of them match. */
const stride = 1_000;
const stridesMax = 20;

/**
 * What came since a cursor, oldest first, each event exactly once and none missed: it follows the order in which the log was
 * sealed, which is contiguous, and not the time of events, which become visible in another order than they were made
 * (DESIGN §4). An event is there within about a second. A filter leaves events out and never holds the cursor back.
 * Throws `invalid` for a cursor of another search, and `forbidden` for a human.
 */
export async function pollAudit(ctx: Ctx, search: AuditSearch, from: PollFrom): Promise<PolledEvents> {
  // Its cursors count all that was sealed.
  refuseHuman(ctx);
  const tenantNo = ctx.tenant.no;
  const fingerprint = `since|${searchFingerprint(ctx, search)}`;
  const start = typeof from === "string" ? undefined : readLedgerCursor(from.cursor, fingerprint);
  return withinTenant(tenantNo, async (sql) => {
    let index = start ?? (from === "now" ? await ledgerSize(sql, tenantNo) : 0);
    const resolved = await resolveSearch(sql, ctx, search);
    const found: string[] = [];
    let caughtUp = false;
    for (let i = 0; i < stridesMax && found.length < search.limit && !caughtUp; i += 1) {
      const leaves = await readLedger(sql, tenantNo, index, stride);
      caughtUp = leaves.length < stride;
      const matched = await matchingAmong(
        sql,
        tenantNo,
        resolved,
        leaves.map(({ id }) => id),
      );
      for (const leaf of leaves) {
        if (found.length === search.limit) {
          caughtUp = false;
          break;
        }
        index = leaf.index + 1;
        if (matched.has(leaf.id)) found.push(leaf.id);
      }
    }
    return {
      items: await readEvents(sql, tenantNo, found),
      nextCursor: toLedgerCursor(index, fingerprint),
      caughtUp,
    };
  });
}

async function matchingAmong(
  sql: PoolClient,
  tenantNo: number,
  resolved: Resolved | undefined,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (resolved === undefined || ids.length === 0) return new Set();
  const { text, values } = matching(tenantNo, resolved, ids);
  const { rows } = await sql.query<{ id: string }>(text, values);
  return new Set(rows.map(({ id }) => id));
}
