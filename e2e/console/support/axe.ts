import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { RunOptions } from "axe-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe has against a page as it stands, a line each; and whether it scrolls sideways. */
export async function complaints(page: Page, options: RunOptions = { runOnly: levels }): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (asked) => {
    // safe because the line above has put it there
    const { axe: checker } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await checker.run(document, { ...asked, resultTypes: ["violations"] });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html}`)),
      ...(scrollWidth > clientWidth ? [`The page scrolls sideways by ${scrollWidth - clientWidth} px.`] : []),
    ];
  }, options);
}

/** How a page is looked at. Themes differ in their colours only, and colours do not change with the width. */
const looks = [
  { width: 1440, colorScheme: "light", options: { runOnly: levels } },
  { width: 1440, colorScheme: "dark", options: { runOnly: ["color-contrast"] } },
  { width: 390, colorScheme: "light", options: { runOnly: levels, rules: { "color-contrast": { enabled: false } } } },
  { width: 390, colorScheme: "dark", options: undefined },
] as const;

/**
 * Nobody can complain of the page as it stands: wide and narrow, in both themes. With SCREENSHOTS in the environment, a folder, it is
 * painted there for whoever wants to look.
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  const folder = process.env["SCREENSHOTS"];
  const before = page.viewportSize();
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const { width, colorScheme, options } of looks) {
    if (!folder && !options) continue;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    // A colour on its way from one theme to the other is nobody's.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));
    const where = `${name}, ${colorScheme}, ${width} px wide`;
    if (folder)
      await page.screenshot({ path: `${folder}/${where.replaceAll(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
    if (options) expect.soft(await complaints(page, { ...options, runOnly: [...options.runOnly] }), where).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}
