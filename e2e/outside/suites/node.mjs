// The suites need Node.js 22: one of them reads folders with what came with it. npm has it as a package for most machines.
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Path of a Node.js that the suites run on. Throws where there is none.
 * @returns {string}
 */
export function suiteNode() {
  const packaged = join(import.meta.dirname, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= 22) return process.execPath;
  throw new Error(
    `npm has no Node.js 22 for ${process.platform}-${process.arch}: run the tests with Node.js 22 or later.`,
  );
}
