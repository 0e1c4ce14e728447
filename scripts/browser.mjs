/** A Chromium for the console's tests: the system's, Debian's by apt-get, or Playwright's own. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { oneAtATime, run } from "./install.mjs";

const KNOWN = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** @returns {Promise<string | undefined>} the program, or undefined where none can be had */
export async function ensureBrowser() {
  const present = await findBrowser();
  if (present) return present;
  return oneAtATime(async () => {
    if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get"))
      await attempt("sh", [
        "-c",
        "apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 chromium",
      ]);
    if (!(await findBrowser()))
      await attempt(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
    return findBrowser();
  });
}

async function findBrowser() {
  const { chromium } = await import("@playwright/test");
  const candidates = [process.env.CHROMIUM_PATH, ...KNOWN, chromium.executablePath()].filter(Boolean);
  // Only one that runs: a half-removed package leaves its script behind.
  return candidates.find((file) => fs.existsSync(file) && spawnSync(file, ["--version"]).status === 0);
}

async function attempt(command, args) {
  console.error(`Looking for a browser for the console's tests: ${command} ${args.join(" ")}`);
  await run(command, args, { env: { DEBIAN_FRONTEND: "noninteractive" }, sentence: "" }).catch(() => {});
}
