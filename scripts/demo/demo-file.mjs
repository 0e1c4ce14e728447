// What the demo world must remember between two starts: its ports, and one narrow API key for each tenant, with which a
// server that had to move is told its new address. Readable by its owner only. No password is ever in it.
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const fileIn = (dataDir) => join(dataDir, "demo.json");

/**
 * @typedef {{ ports: number[], portsInUrls: number[], tenants: Record<string, { key: string }> }} DemoFile
 *   `portsInUrls` are those that the gateway's servers point at; they differ from `ports` until a move is told.
 */

/** @returns {Promise<DemoFile>} */
export async function readDemoFile(dataDir) {
  const empty = { ports: [], portsInUrls: [], tenants: {} };
  let text;
  try {
    text = await readFile(fileIn(dataDir), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return empty;
    throw error;
  }
  return { ...empty, ...JSON.parse(text) };
}

/** Written aside and renamed, so that a start that dies here leaves the old file whole. */
export async function writeDemoFile(dataDir, demo) {
  await mkdir(dataDir, { recursive: true });
  const aside = `${fileIn(dataDir)}.new`;
  await writeFile(aside, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  // `mode` counts only for a file that did not exist yet.
  await chmod(aside, 0o600);
  await rename(aside, fileIn(dataDir));
}
