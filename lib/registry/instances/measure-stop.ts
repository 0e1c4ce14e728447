import "server-only";
import { everyCallType } from "@/lib/audit/call-types";
import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";

/** Whom a stop is about. `server` by key, `human` by key, `agent` by slug, `instance` by id. */
export type StopOf = { instance: string } | { agent: string } | { human: string } | { server: string };

/** One moment of the log. Times are ISO 8601 with milliseconds. */
export type Moment = { at: string; event: string };

/** What a suspension or disconnection that is in force has done, by the log. */
export type Stop = {
  how: "suspended" | "disconnected" | "disabled";
  /** When it was written down, just before it took effect, and by whom. */
  change: Moment & { by: string };
  /** The newest call that was allowed at all. It can be a few milliseconds later than the change, which was being committed. */
  lastAllowed: Moment | null;
  /** The first call or request that was refused after the change; null where nobody has asked since. */
  firstRefused: Moment | null;
  /** Open streams that were ended since, at most 100 counted, and the last of them. */
  streamsClosed: { count: number; last: Moment } | null;
};

const ends = { suspended: "suspended", disconnected: "disconnected" } as const;
const refusals = [...everyCallType, "auth.refused", "gateway.request.refused"];
/** Changes looked back over for the one in force: renames and the like lie between. */
const lookBack = 50;

/**
 * How a stop that is in force came about and what it did: the last call that was allowed, the first that was refused. Undefined
 * where none is in force, or it lies behind more than 50 other changes. Read from the log, so that nothing is claimed that is not
 * on record.
 */
export async function measureStop(ctx: Ctx, of: StopOf): Promise<Stop | undefined> {
  requireScope(ctx, "events:read");
  const scope = toScope(of);
  const all = { ...emptySearch(), ...scope };
  const changes = await queryAudit(ctx, { ...all, type: changeTypes(of), limit: lookBack });
  const stop = findStop(changes.items, of);
  if (!stop) return undefined;
  const { how, event } = stop;
  const [allowed, refused, streams] = await Promise.all([
    queryAudit(ctx, { ...all, type: [...everyCallType], decision: ["allow"], limit: 1 }),
    queryAudit(ctx, {
      ...all,
      ...{ type: refusals, outcome: ["denied"], from: event.occurredAt, order: "asc", limit: 1 },
    }),
    queryAudit(ctx, { ...all, type: ["instance.stream_closed"], from: event.occurredAt, limit: 100 }),
  ]);
  const [last] = streams.items;
  return {
    how,
    change: { ...toMoment(event), by: event.actor.name ?? event.actor.key },
    lastAllowed: allowed.items[0] ? toMoment(allowed.items[0]) : null,
    firstRefused: refused.items[0] ? toMoment(refused.items[0]) : null,
    streamsClosed: last ? { count: streams.items.length, last: toMoment(last) } : null,
  };
}

const toMoment = ({ id, occurredAt }: AuditEvent): Moment => ({ at: occurredAt, event: id });

function toScope(of: StopOf) {
  if ("instance" in of) return { instance: [of.instance] };
  if ("agent" in of) return { agent: [of.agent] };
  return "human" in of ? { human: [of.human] } : { server: [of.server] };
}

function changeTypes(of: StopOf): string[] {
  if ("instance" in of) return ["instance.updated", "agent.disconnected"];
  if ("agent" in of) return ["agent.updated"];
  return "human" in of ? ["human.updated"] : ["resource.updated"];
}

/** The newest change that says whether it may act: where it says that it may, no stop is in force. */
function findStop(events: readonly AuditEvent[], of: StopOf): { how: Stop["how"]; event: AuditEvent } | undefined {
  for (const event of events) {
    if (event.outcome !== "success" || !isAbout(event, of)) continue;
    const { status, enabled } = event.changes?.after ?? {};
    if (status === "active" || enabled === true) return undefined;
    if (enabled === false) return { how: "disabled", event };
    if (status === "suspended" || status === "disconnected") return { how: ends[status], event };
  }
  return undefined;
}

/** A change of a tool stands under its server, too. */
const isAbout = ({ resource }: AuditEvent, of: StopOf): boolean =>
  "server" in of ? resource?.type === "server" && resource.key === of.server : true;
