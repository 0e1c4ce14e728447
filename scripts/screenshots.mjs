/**
 * `npm run screenshots -- --url http://localhost:3000 --email … --password …`: takes the pictures of `public/screenshots` anew, from the
 * demo world of a running `npm start`, signed in as an owner. What is shown is found by links, as a person finds it.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBrowser } from "./browser.mjs";
import { complain } from "./lifecycle.mjs";
import { Refusal } from "./refusal.mjs";

const folder = fileURLToPath(new URL("../public/screenshots", import.meta.url));
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

/** Each picture: its file without the theme, the way to its page from the environment's address, and themes and size. */
const pictures = [
  { file: "overview", themes: ["light", "dark"], to: async () => "" },
  { file: "audit", themes: ["light", "dark"], to: async () => "/audit" },
  { file: "audit-mobile", themes: [""], size: narrow, to: async () => "/audit" },
  { file: "event", themes: ["light", "dark"], to: firstDenied },
  { file: "human", themes: ["light"], to: (page) => firstLink(page, "/humans", "/humans/") },
  { file: "instance", themes: ["light"], to: firstInstance },
  { file: "policy", themes: ["light"], to: (page) => firstLink(page, "/policies", "/policies/pol_") },
  { file: "tools", themes: ["light"], to: async () => "/servers/tickets/tools" },
  { file: "import", themes: ["light"], to: async () => "/servers/import" },
  { file: "connect", themes: ["light"], to: async () => "/agents/connect" },
];

async function main() {
  const { values } = parseArgs({
    options: {
      url: { type: "string", default: "http://localhost:3000" },
      email: { type: "string" },
      password: { type: "string" },
    },
  });
  const { url, email, password } = values;
  if (!email || !password) throw new Refusal("Say whose pages are shown: --email and --password of an owner.");
  const executablePath = await ensureBrowser();
  if (!executablePath) throw new Refusal("No Chromium was found, and none could be installed.");
  const { chromium } = await import("@playwright/test");
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext({ baseURL: url, viewport: wide });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((at) => /^\/[a-z0-9-]+$/.test(at.pathname) && at.pathname !== "/sign-in");
    const tenant = new URL(page.url()).pathname;
    for (const { file, themes, size = wide, to } of pictures) {
      const place = await to({ goto: (below) => page.goto(`${tenant}${below}`), page });
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light", reducedMotion: "reduce" });
        await page.setViewportSize(size);
        await page.goto(place.startsWith(tenant) ? place : `${tenant}${place}`, { waitUntil: "networkidle" });
        const name = theme === "" ? file : `${file}-${theme}`;
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        console.error(`${name}.png  ${page.url()}`);
      }
    }
  } finally {
    await browser.close();
  }
}

/** The address of the first link on a page of the environment that leads to something of a kind. */
async function firstLink({ goto, page }, below, kind) {
  await goto(below);
  const href = await page.getByRole("table").locator(`a[href*="${kind}"]`).first().getAttribute("href");
  if (href === null) throw new Refusal(`There is no link to ${kind} on ${below}.`);
  return href;
}

async function firstInstance(at) {
  const agent = await firstLink(at, "/agents", "/agents/");
  return firstLink({ ...at, goto: () => at.page.goto(agent) }, agent, "/ins_");
}

async function firstDenied({ goto, page }) {
  await goto("/audit?outcome=denied&type=tool_calls");
  return `/audit/${await page.locator("li[id^=evt_]").first().getAttribute("id")}`;
}

try {
  await main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
