import "server-only";
import { v7 as uuidv7 } from "uuid";
import { changesChannel } from "@/lib/db/changes";
import { type TenantTransaction, tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Actor, Ctx } from "@/lib/kernel/ctx";
import type { EventDraft } from "./draft";
import type { EventActor } from "./event";
import { eventValues, insertEvents, insertTerms, termValues } from "./internal/insert";
import { type EventRow, toEventRow } from "./internal/row";

/** What a verb says of its change; who, when and from where come from the context. */
export type Recorded = Pick<EventDraft, "type"> & Partial<Omit<EventDraft, "type" | "actor" | "requestId" | "surface">>;

export type Record = {
  (event: Recorded): Promise<void>;
  /** The rare honest exception: nothing happened that anybody would want to read about. Says why. */
  nothing(why: string): void;
};

/** Events of changes that can change what somebody may use: open streams are told, wherever they are. */
const ofAccess = /^(oauth\.client|agent|instance|resource|policy|consent|grant|human|token|tenant)\./;

/**
 * The only way to change anything: one transaction, and at least one event in it. Change and event commit together or
 * not at all. Throws when the work recorded nothing.
 */
export async function write<T>(ctx: Ctx, work: (tx: TenantTransaction, record: Record) => Promise<T>): Promise<T> {
  return tenantClient(ctx.tenant.no).$transaction(
    async (tx) => {
      const rows: EventRow[] = [];
      const types: string[] = [];
      let excused = false;
      const record: Record = Object.assign(
        async (event: Recorded) => {
          types.push(event.type);
          rows.push(await toEventRow(ctx.tenant.no, uuidv7(), complete(ctx, event)));
        },
        {
          nothing(why: string) {
            if (why === "") throw new Error("record.nothing needs a reason.");
            excused = true;
          },
        },
      );
      const result = await work(tx, record);
      if (rows.length === 0 && !excused) throw new Error("A change was about to be committed without an event.");
      if (rows.length > 0) await insertRows(tx, ctx.tenant.no, rows);
      if (types.some((type) => ofAccess.test(type)))
        await tx.$executeRawUnsafe("SELECT pg_notify($1, $2)", changesChannel, String(ctx.tenant.no));
      return result;
    },
    { timeout: 15_000, maxWait: 5_000 },
  );
}

/** Leaves one event that changes nothing else (a refused sign-in, say). */
export async function recordEvent(ctx: Ctx, event: Recorded): Promise<void> {
  await write(ctx, (_, record) => record(event));
}

async function insertRows(tx: TenantTransaction, tenantNo: number, rows: readonly EventRow[]): Promise<void> {
  // Row-level security reads the setting; it ends with the transaction.
  await tx.$executeRawUnsafe("SELECT set_config('app.tenant_no', $1, true)", String(tenantNo));
  await tx.$executeRawUnsafe(insertEvents(), ...eventValues(rows));
  const terms = rows.flatMap((row) => row.terms);
  if (terms.length > 0) await tx.$executeRawUnsafe(insertTerms(), ...termValues(terms));
}

function complete(ctx: Ctx, event: Recorded): EventDraft {
  return {
    outcome: "success",
    occurredAtMs: nowMs(),
    refs: {},
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    ...event,
    actor: toEventActor(ctx.actor),
    requestId: ctx.requestId,
    surface: ctx.surface,
  };
}

export function toEventActor(actor: Actor): EventActor {
  switch (actor.type) {
    case "member":
      return { type: "member", key: actor.id, name: actor.name ?? actor.email };
    case "human":
      return { type: "human", key: actor.key, name: actor.name ?? actor.email };
    case "key":
    case "agent":
      return { type: actor.type, key: actor.id, name: actor.name };
    case "system":
      return { type: "system", key: actor.id, name: actor.name };
  }
}
