/** What the gateway holds, once a minute: memory, sockets, connections to the database, sessions, intents. */
import fs from "node:fs";
import { usageOf } from "../lib/usage.mjs";
import { number, table } from "../report/markdown.mjs";
import { withClient } from "../targets/database.mjs";

/** Before this much of the run memory is still finding its size. */
const WARM_SHARE = 1 / 3;
const MAY_GROW = 1.1;
/** Agents come and go: so many more are connected at one reading than at another. */
const SPARE_SOCKETS = 10;

export async function takeReading({ target, database, parts }) {
  const [pid] = target.pids;
  const { gateway } = usageOf({ gateway: target.pids });
  const latency = parts.map((part) => part.latency?.()).find(Boolean);
  const held = await withClient(database.url, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM audit.intent) AS intents,
              (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) AS backends,
              (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
                 AND state_change < now() - interval '5 seconds') AS stuck`,
    );
    return rows[0];
  });
  return {
    at: performance.now(),
    rssMiB: gateway.rssMiB,
    cpuSeconds: gateway.cpuSeconds,
    sockets: countSockets(pid),
    ...held,
    p50: latency?.p50,
    p99: latency?.p99,
    calls: parts.reduce((sum, part) => sum + (part.counts().calls ?? 0), 0),
  };
}

/** Open sockets of a process; NaN where the system does not tell. */
function countSockets(pid) {
  const folder = `/proc/${pid}/fd`;
  if (!fs.existsSync(folder)) return Number.NaN;
  return fs.readdirSync(folder).filter((fd) => {
    try {
      return fs.readlinkSync(`${folder}/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export function reportReadings({ readings, left, parts, fail }) {
  const warm = readings.slice(Math.floor(readings.length * WARM_SHARE));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [early, late] = [warm.slice(0, third), warm.slice(-third)].map((some) => median(some.map((r) => r.rssMiB)));
  if (late / early > MAY_GROW) fail(`memory grew from ${number(early)} to ${number(late)} MiB after the warm-up`);
  const [before, after] = [warm.slice(0, third), warm.slice(-third)].map((some) => median(some.map((r) => r.sockets)));
  if (after > before * MAY_GROW + SPARE_SOCKETS) fail(`sockets grew from ${before} to ${after} after the warm-up`);
  // What waits for nobody: the listening socket, and idle connections to the database and to servers.
  if (left.sockets > before) fail(`${left.sockets} sockets are open with nobody connected, ${before} were under load`);
  if (readings.some((r) => r.stuck > 0)) fail("a transaction was left open");

  const shown = readings.filter(
    (_, index) => index % Math.ceil(readings.length / 12) === 0 || index === readings.length - 1,
  );
  const rows = [...shown, { ...left, p50: Number.NaN, p99: Number.NaN, isLeft: true }].map((r) => [
    r.isLeft ? "nobody connected" : `${number((r.at - readings[0].at) / 60_000, 1)} min`,
    number(r.calls),
    number(r.rssMiB),
    number(r.sockets),
    number(r.backends),
    number(r.intents),
    number(r.p50, 1),
    number(r.p99, 1),
  ]);
  const counted = Object.assign({}, ...parts.map((part) => part.counts()), { calls: left.calls });
  const [first, last] = [readings[0], readings.at(-1)];
  const cpuUs = ((last.cpuSeconds - first.cpuSeconds) * 1e6) / (last.calls - first.calls);
  return [
    table(["after", "calls", "RSS MiB", "sockets", "database connections", "open intents", "p50 ms", "p99 ms"], rows),
    "",
    `- memory of the last third against that after the warm-up: **${number(late / early, 2)}**`,
    `- CPU of the gateway per call, everything else included: ${number(cpuUs)} µs`,
    `- ${Object.entries(counted)
      .map(([name, count]) => `${name} ${number(count)}`)
      .join(", ")}`,
  ].join("\n");
}
