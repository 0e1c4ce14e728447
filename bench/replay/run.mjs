/**
 * `npm run bench:replay [-- --calls 100000]`: how long it takes to decide recorded calls again under a draft, and to say what
 * a draft means for live instances. On a throw-away database of its own, with calls as the gateway records them.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { ensureGenerated } from "../../scripts/build.mjs";
import { ensureInstalled } from "../../scripts/install.mjs";
import { migrate } from "../../scripts/migrate.mjs";
import { undoEverything, undoOnSignals } from "../lib/cleanup.mjs";
import { describeMachine } from "../lib/machine.mjs";
import { makeTempFolder } from "../lib/temp-folder.mjs";
import { startDatabase } from "../targets/database.mjs";

async function main() {
  undoOnSignals();
  await ensureInstalled();
  await ensureGenerated();
  const folder = makeTempFolder();
  console.log(`# Replay\n\n${JSON.stringify(describeMachine(folder))}\n`);
  const { url } = await startDatabase(folder);
  await migrate(url);
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "bench/replay/measure.ts", ...process.argv.slice(2)],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        DATABASE_URL: url,
        COUNTERSIGN_SECRET: randomBytes(32).toString("base64url"),
        NODE_OPTIONS: "",
        NODE_ENV: "production",
      },
    },
  );
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

const code = await main().catch((error) => {
  console.error(error);
  return 1;
});
await undoEverything();
process.exit(code);
