import "server-only";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { cliCtx } from "./cli-ctx";
import { need, readArgs } from "./read-args";
import { UsageError, type Verb } from "./verb";

const everyMs = 500;

/**
 * An event shows when its transaction commits, which may be after one with a later id has. Looking back this far at every
 * round, past what was shown already, misses none that took less.
 */
const lookBackMs = 60_000;

export const auditTail: Verb = {
  usage: "--tenant SLUG [--lines N]",
  about: "prints the last events (10) and those to come, as JSON Lines",
  async run(args) {
    const { options } = readArgs(args, { options: ["tenant", "lines"] });
    const slug = need(options.tenant, "--tenant");
    const lines = Number(options.lines ?? 10);
    if (!Number.isInteger(lines) || lines < 0 || lines > 200)
      throw new UsageError("--lines is a whole number from 0 to 200.");
    await follow(await cliCtx(slug), lines, untilAsked());
    return undefined;
  },
};

async function follow(ctx: Ctx, lines: number, signal: AbortSignal): Promise<void> {
  // What is there now counts as shown, whether or not --lines reaches it. Asked first: an event that comes between these
  // two questions is in the second or in the first round below, and never in neither.
  const shown = new Map((await since(ctx, nowMs() - lookBackMs)).map(({ id, recordedAt }) => [id, recordedAt]));
  const newest = await queryAudit(ctx, { ...emptySearch(), limit: Math.max(1, lines) });
  const last = newest.items.slice(0, lines);
  await print(last.toReversed());
  for (const { id, recordedAt } of last) shown.set(id, recordedAt);
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const fromMs = nowMs() - lookBackMs;
    const fresh = (await since(ctx, fromMs)).filter(({ id }) => !shown.has(id));
    await print(fresh.toReversed());
    for (const { id, recordedAt } of fresh) shown.set(id, recordedAt);
    for (const [id, recordedAt] of shown) if (Date.parse(recordedAt) < fromMs - lookBackMs) shown.delete(id);
  }
}

/** Every event whose id was made since, the newest first. */
async function since(ctx: Ctx, fromMs: number): Promise<AuditEvent[]> {
  const search = { ...emptySearch(), from: new Date(fromMs).toISOString(), limit: 200 };
  const events: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryAudit(ctx, cursor === undefined ? search : { ...search, cursor });
    events.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return events;
}

async function print(events: readonly AuditEvent[]): Promise<void> {
  for (const event of events)
    if (!process.stdout.write(`${JSON.stringify(event)}\n`)) await once(process.stdout, "drain");
}

/** Ends with Ctrl-C, with SIGTERM, and when whoever reads the lines has gone. */
function untilAsked(): AbortSignal {
  const asked = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => asked.abort());
  process.stdout.once("error", () => asked.abort());
  return asked.signal;
}
