/** The Prisma CLI, with the schema engine from npm and, where DATABASE_URL is not set, the embedded database. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const args = process.argv.slice(2);
const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
// On Windows a script cannot stand in for a program: Prisma downloads its own engine there.
if (process.platform !== "win32")
  env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL("./schema-engine.mjs", import.meta.url));

let database;
if (!env.DATABASE_URL && ["migrate", "db", "studio"].includes(args[0]) && !args.includes("--help")) {
  const { openDatabase } = await import("./postgres.mjs");
  database = await openDatabase({ dir: path.join(env.DATA_DIR ?? ".data", "postgres") });
  env.DATABASE_URL = database.url;
}
const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const code = await new Promise((resolve) => {
  // Ctrl-C reaches the CLI too, which ends by itself: the database stops after it.
  process.on("SIGINT", () => {});
  spawn(process.execPath, [cli, ...args], { stdio: "inherit", env }).on("exit", resolve);
});
await database?.stop();
process.exit(code ?? 1);
