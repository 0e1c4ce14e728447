import { test } from "@playwright/test";
// biome-ignore lint/style/noRestrictedImports: the pages are made from the catalogue, and must show all of it.
import { catalog, writtenTypes } from "@/lib/audit/catalog";
// biome-ignore lint/style/noRestrictedImports: as above.
import { decisionReasons, errorTypes, limitReasons, refusalReasons } from "@/lib/audit/catalog/reasons";
// biome-ignore lint/style/noRestrictedImports: as above.
import { reservedTypes } from "@/lib/audit/catalog/reserved";
// biome-ignore lint/style/noRestrictedImports: the table is made from the schema, and must show all of it.
import { Environment } from "@/lib/kernel/environment";
import { paths } from "@/lib/kernel/paths";
// biome-ignore lint/style/noRestrictedImports: as above.
import { attributeTypes } from "@/lib/policy/condition/condition";
// biome-ignore lint/style/noRestrictedImports: as above.
import { functions, notation, quantifiers } from "@/lib/policy/text/notation";
import { makeWorld } from "../support/world";
import { expectSound } from "./support/axe";
import { as, expect } from "./support/console";

const pages = [
  paths.docs(),
  paths.docsConnect(),
  paths.docsServers(),
  paths.docsConnections(),
  paths.docsYourPage(),
  paths.docsAudit(),
  paths.docsReasons(),
  paths.docsVerify(),
  paths.docsEvents(),
  paths.docsEvent("gateway.tool.error"),
  paths.docsEvent("policy.updated"),
  paths.docsEvent("session.ended"),
  paths.docsConcepts(),
  paths.docsPolicies(),
  paths.docsApi(),
  paths.docsApiFamily("policies"),
  paths.docsApiFamily("events"),
  paths.docsOperating(),
  paths.docsTroubleshooting(),
];

test("the documentation is accessible and stays within the page, in both themes, wide and narrow", async ({ page }) => {
  test.setTimeout(300_000);
  for (const path of pages) {
    await page.goto(path);
    await expectSound(page, path);
  }
});

test("on a telephone no table of the documentation has to be scrolled sideways, and each is a table still", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  let tables = 0;
  for (const path of pages) {
    await page.goto(path);
    for (const box of await page.getByRole("region", { name: /^Table: / }).all()) {
      tables += 1;
      const [scrolls, label] = await box.evaluate((element) => [
        element.scrollWidth - element.clientWidth,
        element.getAttribute("aria-label"),
      ]);
      expect(scrolls, `${path}, ${label}`).toBe(0);
      expect(await box.getByRole("table").getByRole("rowheader").count(), `${path}, ${label}`).toBeGreaterThan(0);
    }
  }
  expect(tables).toBeGreaterThan(30);
});

test("the documentation is there for whoever is not signed in, and every link in it leads somewhere", async ({
  page,
}) => {
  const seen = new Set<string>();
  for (const path of pages) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    const { links, lost } = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href") ?? "");
      return {
        links: all.filter((href) => !href.startsWith("#")),
        lost: all.filter((href) => href.startsWith("#") && document.getElementById(href.slice(1)) === null),
      };
    });
    expect(lost, path).toEqual([]);
    for (const href of links) seen.add(href.split("#")[0] ?? "");
  }
  const known = new Set(writtenTypes.map(paths.docsEvent));
  for (const href of seen) {
    // Each of these has a test of its own below.
    if (known.has(href)) continue;
    const answer = await page.request.get(href, { maxRedirects: 0 });
    // Links into the console lead to the sign-in first.
    expect([200, 307], href).toContain(answer.status());
    if (answer.status() === 307) expect(answer.headers()["location"], href).toContain("/sign-in");
  }
});

test("every kind of event that is written has a page with its sentence, fields and an example", async ({ page }) => {
  await page.goto(paths.docsEvents());
  const linkTo = (type: string) => page.getByRole("main").locator(`a[href="${paths.docsEvent(type)}"]`);
  for (const type of writtenTypes) await expect(linkTo(type)).toBeVisible();
  for (const type of reservedTypes) {
    await expect(page.getByText(type, { exact: true })).toBeVisible();
    await expect(linkTo(type)).toHaveCount(0);
    expect((await page.request.get(paths.docsEvent(type))).status(), type).toBe(404);
  }
  for (const type of writtenTypes) {
    const answer = await page.request.get(paths.docsEvent(type));
    expect(answer.status(), type).toBe(200);
    const html = await answer.text();
    expect(html, type).toContain(catalog[type].title.replaceAll("'", "&#x27;"));
    expect(html, type).toContain("example event");
  }
  expect((await page.request.get(paths.docsEvent("robot.dreamed"))).status()).toBe(404);
});

test("the list of events narrows as one types, by any of its words", async ({ page }) => {
  await page.goto(paths.docsEvents());
  const find = page.getByLabel("Find an event");
  await expect(page.getByRole("status")).toContainText(`${writtenTypes.length} kinds of events`);
  await expect(async () => {
    await find.fill("GRANT.deleted ceiling");
    await expect(page.getByRole("status")).toContainText("1 found", { timeout: 500 });
  }).toPass();
  await expect(page.getByRole("link", { name: "Ceiling removed" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Policy created" })).toHaveCount(0);
  await find.fill("");
  await expect(page.getByRole("link", { name: "Policy created" })).toBeVisible();
  await find.fill("nothing is called like this");
  await expect(page.getByRole("status")).toContainText("0 found");
});

test("every reason and error type says what it means, and every reason what to do", async ({ page }) => {
  await page.goto(paths.docsReasons());
  const reasons = { ...decisionReasons, ...limitReasons, ...refusalReasons };
  for (const [code, { meaning, todo }] of Object.entries(reasons)) {
    const row = page.getByRole("row").filter({ has: page.getByText(code, { exact: true }) });
    await expect(row, code).toContainText(meaning);
    await expect(row, code).toContainText(todo);
  }
  for (const [type, meaning] of Object.entries(errorTypes))
    await expect(page.getByRole("row").filter({ has: page.getByText(type, { exact: true }) }), type).toContainText(
      meaning,
    );
});

test("every operation of the OpenAPI description has a place with its path, its scope and an example", async ({
  page,
}) => {
  const description: {
    paths: Record<
      string,
      Record<string, { operationId: string; tags: [string]; summary: string; description: string }>
    >;
  } = await (await page.request.get(paths.openApi())).json();
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  );
  expect(operations.length).toBeGreaterThan(50);

  await page.goto(paths.docsApi());
  const families = new Map<string, typeof operations>();
  for (const operation of operations) {
    const link = page.getByRole("main").locator(`a[href$="#${operation.operationId}"]`);
    await expect(link, operation.operationId).toContainText(operation.summary);
    const family = (await link.getAttribute("href"))?.split("#")[0] ?? "";
    families.set(family, [...(families.get(family) ?? []), operation]);
  }
  expect(families.size).toBe(new Set(operations.map(({ tags: [tag] }) => tag)).size);

  for (const [family, own] of families) {
    expect((await page.goto(family))?.status(), family).toBe(200);
    for (const { operationId, method, path, description: says } of own) {
      const section = page.getByRole("region").and(page.locator(`[aria-labelledby="${operationId}"]`));
      await expect(section, operationId).toContainText(`${method} ${path}`);
      await expect(section, operationId).toContainText(says.match(/Needs the scope `(.+)`/)?.[1] ?? "no scope");
      await expect(section, operationId).toContainText("curl");
    }
  }
  expect((await page.request.get(paths.docsApiFamily("nothing"))).status()).toBe(404);
});

test("every operator, function and attribute of the policy language is there", async ({ page }) => {
  await page.goto(paths.docsPolicies());
  const rowsOf = (name: string) => page.getByRole("table", { name, exact: true }).getByRole("rowheader");
  await expect(rowsOf("Operators")).toHaveCount(Object.keys(notation).length);
  const operators = (await rowsOf("Operators").allInnerTexts()).join("\n");
  for (const { written } of Object.values(notation)) expect(operators).toContain(written);
  const written = (await rowsOf("Functions").allInnerTexts()).join("\n");
  for (const name of [functions.exists, functions.onMissing, ...Object.values(quantifiers)])
    expect(written).toContain(`${name}(`);
  expect(await rowsOf("Attributes").allInnerTexts()).toEqual(Object.keys(attributeTypes));
});

test("every variable of the environment is there, with its default and what it is for", async ({ page }) => {
  await page.goto(paths.docsOperating());
  const table = page.getByRole("table", { name: "Environment variables", exact: true });
  expect(await table.getByRole("rowheader").allInnerTexts()).toEqual(Object.keys(Environment.shape));
  for (const [name, field] of Object.entries(Environment.shape)) {
    const usual = field.safeParse(undefined).data;
    const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    await expect(row.getByRole("cell").first(), name).toHaveText(
      usual === undefined || usual === "" ? "none" : String(usual),
    );
    await expect(row.getByRole("cell").nth(1), name).toHaveText((field.description ?? "?").replaceAll("`", ""));
  }
});

test("the guide can be walked by its own list and by keyboard", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(paths.docsAudit());
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  const list = page.getByRole("navigation", { name: "On this page" });
  await list.getByRole("link", { name: "Show me all denied requests" }).click();
  await expect(page.getByRole("heading", { name: "Show me all denied requests" })).toBeInViewport();
  await page.getByRole("navigation", { name: "Documentation" }).getByRole("link", { name: "Reason codes" }).click();
  await page.waitForURL((url) => url.pathname === paths.docsReasons());
});

test("a link of the guide leads into the log of one's own environment, with its query", async ({ browser }) => {
  const world = await makeWorld();
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  await page.goto(paths.docsAudit());
  await page.getByRole("link", { name: "the audit log with Decision: Denied" }).click();
  await page.waitForURL((url) => url.pathname === paths.audit(world.tenant) && url.search === "?decision=deny");

  // The navigation of the console leads back.
  await page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Docs" }).click();
  await page.waitForURL((url) => url.pathname === paths.docs());
  await page.getByRole("link", { name: "Open the console" }).click();
  await page.waitForURL((url) => url.pathname === paths.overview(world.tenant));
  await context.close();

  // Whoever is not signed in comes to the same place after signing in.
  const stranger = await browser.newContext();
  const there = await stranger.newPage();
  await there.goto(paths.anyAudit("decision=deny"));
  expect(new URL(there.url()).searchParams.get("callbackUrl")).toBe(paths.anyAudit("decision=deny"));
  await stranger.close();
});
