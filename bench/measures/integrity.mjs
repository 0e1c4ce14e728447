/**
 * After all loads: the log must hold exactly what happened. A gateway that is fast because it forgets would show here.
 * Each check compares two counts that were made independently of each other.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { number, table } from "../report/markdown.mjs";
import { withClient } from "../targets/database.mjs";

/** The last events are written in batches: they may be this much later than the answers. */
const PATIENCE_MS = 5000;

/** @param {import("./bench.mjs").Bench} bench */
export async function checkIntegrity(bench) {
  const checks = [];
  for (const target of bench.targets)
    if (target.name !== "countersign")
      checks.push({ text: `${target.name}: calls upstream = calls made`, ...(await upstreamCalls(bench, target)) });
  const [group] = bench.only(["group"]);
  if (group)
    checks.push({
      text: "group: rows = calls made",
      actual: await count(bench.database.floorUrl, "SELECT count(*) FROM call"),
      expected: group.made,
    });
  const [countersign] = bench.only(["countersign"]);
  if (countersign) checks.push(...(await auditChecks(bench, countersign)));
  for (const { text, actual, expected } of checks)
    if (actual !== expected) bench.failures.push(`${text}: ${actual} instead of ${expected}`);
  return checks;
}

/** @param {Awaited<ReturnType<typeof checkIntegrity>>} checks */
export function reportIntegrity(checks) {
  const shown = (value) => (typeof value === "number" ? number(value) : String(value));
  const rows = checks.map(({ text, actual, expected }) => [
    text,
    shown(actual),
    shown(expected),
    actual === expected ? "yes" : "**NO**",
  ]);
  return `### Integrity\n\n${table(["", "counted", "expected", "equal"], rows)}`;
}

async function upstreamCalls(bench, target) {
  return { actual: await bench.upstream.callsFrom(target.name), expected: target.made };
}

async function auditChecks(bench, target) {
  const { url } = bench.database;
  const intents = await untilZero(() => count(url, "SELECT count(*) FROM audit.intent"));
  const calls = await countCalls(url);
  const upstream = await bench.upstream.callsFrom(target.name);
  return [
    { text: "Countersign: events in the audit log = calls made", actual: calls.all, expected: target.made },
    { text: "Countersign: intents left", actual: intents, expected: 0 },
    { text: "Countersign: events of success = calls upstream", actual: calls.succeeded, expected: upstream },
  ];
}

/** Through the owner's connection: it sees every tenant, and this database has one. */
function countCalls(url) {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS all, (count(*) FILTER (WHERE type.name = 'gateway.tool.executed'))::int AS succeeded
       FROM audit.event JOIN audit.event_type AS type ON type.no = event.type_no
       WHERE type.name IN ('gateway.tool.executed', 'gateway.tool.error')`,
    );
    return rows[0];
  });
}

function count(url, sql) {
  return withClient(url, async (client) => Number((await client.query(sql)).rows[0].count));
}

async function untilZero(read) {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(200)) {
    const left = await read();
    if (left === 0 || Date.now() > end) return left;
  }
}
