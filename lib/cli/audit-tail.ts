import "server-only";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEvent } from "@/lib/audit/event";
import { pollAudit } from "@/lib/audit/poll";
import { startSealer } from "@/lib/audit/proof/sealer";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { cliCtx } from "./cli-ctx";
import { need, readArgs } from "./read-args";
import { UsageError, type Verb } from "./verb";

const everyMs = 500;

export const auditTail: Verb = {
  usage: "--tenant SLUG [--lines N]",
  about: "prints the last events (10) and those to come, as JSON Lines",
  async run(args) {
    const { options } = readArgs(args, { options: ["tenant", "lines"] });
    const slug = need(options.tenant, "--tenant");
    const lines = Number(options.lines ?? 10);
    if (!Number.isInteger(lines) || lines < 0 || lines > 200)
      throw new UsageError("--lines is a whole number from 0 to 200.");
    // Events are followed in the order in which they are sealed; where no server runs, this process seals them.
    const stopSealer = startSealer();
    await follow(await cliCtx(slug), lines, untilAsked());
    await stopSealer();
    return undefined;
  },
};

async function follow(ctx: Ctx, lines: number, signal: AbortSignal): Promise<void> {
  // The place first: an event that comes between these two questions is in one of the answers, or in both and printed once.
  let { nextCursor } = await pollAudit(ctx, emptySearch(), "now");
  const newest = await queryAudit(ctx, { ...emptySearch(), limit: 200 });
  const known = new Set(newest.items.map(({ id }) => id));
  await print(newest.items.slice(0, lines).toReversed());
  while (!signal.aborted) {
    const { items, caughtUp, ...next } = await pollAudit(ctx, { ...emptySearch(), limit: 200 }, { cursor: nextCursor });
    nextCursor = next.nextCursor;
    await print(items.filter(({ id }) => !known.has(id)));
    if (caughtUp) await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
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
