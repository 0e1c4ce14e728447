/** Starts one of the floors of bench/floor/gateway.mjs: `forward` or `group`. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/postgres.mjs";
import { startNode, untilReady } from "../lib/processes.mjs";
import { withClient } from "./database.mjs";

const PROGRAM = fileURLToPath(new URL("../floor/gateway.mjs", import.meta.url));
const SCHEMA = fileURLToPath(new URL("../floor/schema.sql", import.meta.url));

const titles = {
  forward: "forward (bare relay)",
  group: "group (relay + one durable row a call)",
};

/**
 * @param {"forward" | "group"} work
 * @param {import("./start.mjs").Surroundings} surroundings
 * @returns {Promise<import("./start.mjs").Target>}
 */
export async function startFloor(work, { logs, cpu, upstream, database }) {
  const port = await freePort();
  const token = randomBytes(24).toString("base64url");
  const env = { PORT: String(port), WORK: work, UPSTREAM: upstream.origin, TOKEN: token };
  if (work === "group") {
    await withClient(database.floorUrl, (client) => client.query(fs.readFileSync(SCHEMA, "utf8")));
    env.DATABASE_URL = database.floorUrl;
  }
  const program = startNode(PROGRAM, { logs, cpu, env, name: work });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(program, `${origin}/ready`, 10_000);
  return {
    name: work,
    title: titles[work],
    endpoint: (list) => ({ url: `${origin}/${work}/${list}`, headers: { authorization: `Bearer ${token}` } }),
    pids: [program.pid],
    writes: work === "group",
    made: 0,
  };
}
