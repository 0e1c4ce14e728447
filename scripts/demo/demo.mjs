// The demo world that `npm start` shows on an empty embedded database: three upstream servers, two organizations, their
// agents, and a log with something in it.
import { resolve } from "node:path";
import { apiClient } from "./api-client.mjs";
import { afterwards, createTenant, furnishTenant, narrowKey } from "./build-world.mjs";
import { readDemoFile, writeDemoFile } from "./demo-file.mjs";
import { runInstance } from "./run-calls.mjs";
import { startEverything, startMemory, startTickets } from "./upstreams.mjs";
import { world } from "./world.mjs";

// Two at a time: enough to interleave in the feed, and the machine stays responsive.
const LANES = 2;

/**
 * @param {{ baseUrl: string, publicUrl?: string, dataDir: string, firstTime: boolean,
 *   cli: (args: string[]) => Promise<any> | any }} options
 *   `baseUrl` is where the gateway answers now (after `demoAllowPrivate` of ports.mjs was put into its environment),
 *   `publicUrl` what people are shown; `cli` runs a verb of the command line and gives back its JSON
 * @returns {Promise<{ lines: string[], stop(): Promise<void> }>}
 */
export async function startDemo({ baseUrl, publicUrl = baseUrl, dataDir, cli, firstTime }) {
  const demo = await readDemoFile(dataDir);
  const isFirst = firstTime || (await wasNeverBuilt(demo, cli));
  if (!isFirst && Object.keys(demo.tenants).length === 0) return { lines: [], stop: async () => {} };

  const [everything, memory, tickets] = demo.ports;
  if (!tickets) throw new Error("The demo has no ports yet: demoAllowPrivate() comes first.");
  const ports = { everything, memory, tickets };
  const started = await Promise.allSettled([
    startEverything({ port: everything }),
    startMemory({ port: memory, memoryFile: resolve(dataDir, "demo-memory.jsonl") }),
    startTickets({ port: tickets }),
  ]);
  const problems = started.filter(({ status }) => status === "rejected").map(({ reason }) => reason.message);
  const stop = async () => {
    await Promise.allSettled(started.map(({ value }) => value?.stop()));
  };

  const urlOf = ({ upstream, path }) => `http://127.0.0.1:${ports[upstream]}${path}`;
  const lines = isFirst
    ? await firstDay({ baseUrl, publicUrl, dataDir, cli, demo, urlOf })
    : await tellWhoMoved({ baseUrl, dataDir, demo, ports, urlOf });
  return { lines: [...problems.map((problem) => `A demo server is missing: ${problem}`), ...lines], stop };
}

/** An earlier start got as far as choosing ports, and no further: it found its own port taken, for instance. */
async function wasNeverBuilt(demo, cli) {
  if (Object.keys(demo.tenants).length > 0) return false;
  const { items } = await cli(["tenant", "list", "--json"]);
  return items.length === 0;
}

async function firstDay({ baseUrl, publicUrl, dataDir, cli, demo, urlOf }) {
  const signIns = [];
  const created = [];
  const lines = [];
  try {
    const built = [];
    for (const tenant of world) {
      created.push(await createTenant({ tenant, baseUrl, cli, signIns }));
      const { api } = created.at(-1);
      built.push({ tenant, api, ...(await furnishTenant({ tenant, api, urlOf })) });
    }
    const mornings = built.flatMap(({ tenant, tokens }) =>
      tenant.instances.map((instance) => ({ baseUrl, tenant, instance, token: tokens.get(instance.id) })),
    );
    const calls = await inLanes(mornings, runInstance);
    for (const one of built) {
      await afterwards(one);
      await knockAgain({ baseUrl, ...one });
    }
    lines.push(`Demo world: ${built.length} environments, ${mornings.length} agents, ${calls} tool calls in the log.`);
  } catch (error) {
    lines.push(`The demo world was not completed, Countersign itself runs: ${error.message}`);
  }
  // Also for a world that stopped half-way: what exists of it must find its servers again at the next start.
  const tenants = {};
  for (const { tenant, api } of created) {
    const key = await narrowKey(api).catch(() => undefined);
    if (key) tenants[tenant.slug] = { key };
  }
  await writeDemoFile(dataDir, { ...demo, portsInUrls: demo.ports, tenants });

  for (const { organization, email, password, role } of signIns) {
    lines.push(`${organization}, ${role}: sign in as ${email} with the password ${password}`);
  }
  const [{ slug, servers }] = world;
  if (created.length > 0) lines.push(`An agent connects to ${publicUrl}/mcp/${slug}/${servers[0].key}`);
  return lines;
}

/** Agents that were cut off do not know it yet. */
async function knockAgain({ baseUrl, tenant, tokens }) {
  for (const instance of tenant.instances.filter((one) => one.disconnectedAfterwards)) {
    await runInstance({ baseUrl, tenant, instance, token: tokens.get(instance.id), isCutOff: true });
  }
}

/** A port that somebody else has taken meanwhile was replaced; the gateway's servers learn their new address. */
async function tellWhoMoved({ baseUrl, dataDir, demo, ports, urlOf }) {
  if (demo.ports.every((port, i) => port === demo.portsInUrls[i])) return [];
  const hasMoved = ({ upstream }) => !demo.portsInUrls.includes(ports[upstream]);
  const problems = [];
  for (const tenant of world.filter(({ slug }) => demo.tenants[slug])) {
    const api = apiClient({ baseUrl, tenant: tenant.slug, key: demo.tenants[tenant.slug].key });
    for (const server of tenant.servers.filter(hasMoved)) {
      await api.patch(`servers/${encodeURIComponent(server.key)}`, { url: urlOf(server) }).catch((error) => {
        // A server, a tenant or a key that somebody has deleted since need not be told.
        if (error.status !== 401 && error.status !== 404) problems.push(error.message);
      });
    }
  }
  // What was not told stays noted as untold, and is tried again at the next start.
  if (problems.length === 0) await writeDemoFile(dataDir, { ...demo, portsInUrls: demo.ports });
  return problems.length > 0 ? [`Demo servers moved, but not all could be told: ${problems.join("; ")}`] : [];
}

async function inLanes(items, work) {
  let sum = 0;
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) {
      const done = await work(item);
      sum += done;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return sum;
}
