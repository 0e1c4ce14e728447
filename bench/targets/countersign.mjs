/** Starts the real product as an operator would, on the throw-away database, with one tenant set up through its API. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "../../scripts/build.mjs";
import { endRunning } from "../../scripts/install.mjs";
import { migrate } from "../../scripts/migrate.mjs";
import { freePort } from "../../scripts/postgres.mjs";
import { Refusal } from "../../scripts/refusal.mjs";
import { undoLater } from "../lib/cleanup.mjs";
import { askNode, startNode, untilReady } from "../lib/processes.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TENANT = "bench";

/**
 * @param {import("./start.mjs").Surroundings} surroundings
 * @returns {Promise<import("./start.mjs").Target>}
 */
export async function startCountersign({ logs, cpu, upstream, database }) {
  undoLater(endRunning, endRunning);
  // Beside a server that runs in this clone, whose build must stay as it is.
  const dist = await ensureBuilt({ beside: true });
  await migrate(database.url);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    HOST: "127.0.0.1",
    PUBLIC_URL: origin,
    DATABASE_URL: database.url,
    DATA_DIR: path.join(logs, "data"),
    COUNTERSIGN_SECRET: randomBytes(32).toString("base64url"),
    UPSTREAM_ALLOW_PRIVATE: "127.0.0.1",
    NODE_ENV: "production",
    NEXT_MANUAL_SIG_HANDLE: "true",
    NEXT_TELEMETRY_DISABLED: "1",
    COUNTERSIGN_DIST: dist,
    LOG_LEVEL: "error",
  };
  const program = startNode(path.join(ROOT, "server.mjs"), { logs, cpu, env, cwd: ROOT, name: "countersign" });
  await untilReady(program, `${origin}/api/ready`, 60_000);

  const command = (...args) =>
    askNode(path.join(ROOT, "scripts/cli.mjs"), { logs, env, cwd: ROOT, name: "cli", args: [...args, "--json"] });
  const { api, token } = await setUp({ origin, upstream, command });
  return {
    name: "countersign",
    title: "**Countersign**",
    endpoint: (list) => ({
      url: `${origin}/mcp/${TENANT}/${list === "wide" ? "wide" : "fast"}`,
      headers: { authorization: `Bearer ${token}` },
    }),
    pids: [program.pid],
    writes: true,
    made: 0,
    api,
  };
}

/** One human, one instance, two servers, everything allowed to the highest level. Returns the API and the instance's token. */
async function setUp({ origin, upstream, command }) {
  const owner = ["--name", "Bench", "--organization", "Bench", "--owner", "bench@example.com"];
  const { key } = await command("tenant", "create", TENANT, ...owner);

  async function api(method, resource, body) {
    const response = await fetch(`${origin}/api/v1/${TENANT}/${resource}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Refusal(`${method} ${resource}: HTTP ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  const servers = { fast: "mcp", wide: "wide" };
  const human = (await api("POST", "humans", { email: "caller@example.com", name: "Caller" })).key;
  for (const [server, list] of Object.entries(servers)) {
    await api("POST", "servers", { key: server, name: server, url: `${upstream.origin}/countersign/${list}` });
    await api("PUT", "grants", { human, server, ceiling: "high" });
  }
  const consents = Object.keys(servers).map((server) => ({ server, level: "high" }));
  return { api, token: (await api("POST", "instances", { human, agent: "bench", consents })).token };
}
