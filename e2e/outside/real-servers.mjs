// Servers that other people wrote, on free loopback ports: what the gateway meets in the wild.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChildServer } from "../../scripts/demo/child-server.mjs";
import { freePorts } from "../../scripts/demo/free-port.mjs";
import { startEverything as everything, startMemory as memory } from "../../scripts/demo/upstreams.mjs";

/** @typedef {{ url: string, port: number, pid: number | undefined, stop(): Promise<void> }} RunningServer */

/**
 * server-everything over streamable HTTP: sessions, 2025-11-25 and older, no word of 2026-07-28.
 * @returns {Promise<RunningServer>}
 */
export async function startEverything() {
  return onFreePort((port) => everything({ port }));
}

/**
 * server-memory behind mcp-proxy: both eras on one URL. Its graph starts empty and is forgotten at `stop()`.
 * @returns {Promise<RunningServer>}
 */
export async function startMemory() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-memory-"));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const server = await onFreePort((port) => memory({ port, memoryFile: join(folder, "graph.jsonl") }));
    return { ...server, stop: () => server.stop().finally(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}

/**
 * Context7's server, written for 2026-07-28 and still understanding older clients, without sessions. The libraries that it knows come from
 * an interface of its maker's; here they come from this machine.
 * @returns {Promise<RunningServer>}
 */
export async function startContext7() {
  const library = { id: "/ada/engine", title: "Analytical Engine", description: "Weaves algebra.", totalSnippets: 7 };
  const api = createServer((req, res) => {
    const isSearch = req.url?.startsWith("/api/v2/libs/search");
    res.writeHead(200, { "content-type": isSearch ? "application/json" : "text/plain" });
    res.end(isSearch ? JSON.stringify({ results: [library] }) : "Turn the crank.");
  });
  await new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
  const closeApi = () => {
    api.closeAllConnections();
    return new Promise((resolve) => api.close(resolve));
  };
  try {
    const server = await onFreePort((port) =>
      startChildServer({
        name: "context7-mcp",
        script: fileURLToPath(new URL("./suites/node_modules/@upstash/context7-mcp/dist/index.js", import.meta.url)),
        args: ["--transport", "http", "--port", String(port)],
        env: { CONTEXT7_API_URL: `http://127.0.0.1:${api.address().port}/api`, OTEL_SDK_DISABLED: "true" },
        port,
        path: "/mcp",
        readyPath: "/ping",
      }),
    );
    return { ...server, stop: () => server.stop().finally(closeApi) };
  } catch (error) {
    await closeApi();
    throw error;
  }
}

/** Between finding a free port and using it somebody else may take it; then another one will do. */
async function onFreePort(start, triesLeft = 3) {
  const [port] = await freePorts(1);
  try {
    return await start(port);
  } catch (error) {
    if (triesLeft <= 1) throw error;
    return onFreePort(start, triesLeft - 1);
  }
}
