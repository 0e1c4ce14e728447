// Servers that other people wrote, on free loopback ports: what the gateway meets in the wild.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
