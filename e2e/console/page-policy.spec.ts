import { paths } from "@/lib/kernel/paths";
import { expect } from "./support/console";
import { violationsOf } from "./support/page-policy";
import { test } from "./support/town";

/** Whatever gets into the markup of a page must not run: not inline, not on an event, not from our own host, not guessing a nonce. */
const injected = [
  "<script>window.ran = 'inline'</script>",
  "<script nonce='AAAAAAAAAAAAAAAAAAAAAA=='>window.ran = 'a nonce of their own'</script>",
  "<img src='/no-such-picture' onerror=\"window.ran = 'an event'\">",
  "<script src='/api/health?injected'></script>",
  "<iframe src='/api/health'></iframe>",
  "<base href='https://elsewhere.example/'>",
  "<style>body { display: none }</style>",
  "<object data='/api/health'></object>",
].join("");

const refused = ["base-uri", "frame-src", "object-src", "script-src-attr", "script-src-elem", "style-src-elem"];

for (const theme of ["light", "dark"] as const)
  test(`what is injected into a page does not run, and the page goes on, ${theme}`, async ({ browser, town }) => {
    test.setTimeout(480_000);
    const context = await browser.newContext({ storageState: town.cookies, colorScheme: theme });
    const violations = await violationsOf(context);
    const page = await context.newPage();
    await page.route("**", async (route) => {
      if (route.request().resourceType() !== "document" || route.request().frame() !== page.mainFrame())
        return route.continue();
      // The answer of the server, with its own headers: only the markup is another.
      const response = await route.fetch({ maxRedirects: 0 });
      const body = (await response.text()).replace("<body>", `<body>${injected}`);
      expect(body, "there is markup to inject into").toContain(injected);
      return route.fulfill({ response, body });
    });
    const outside = [
      { name: "sign-in, signed out", path: "/sign-out" },
      { name: "a human's own page", path: paths.me() },
      { name: "docs", path: paths.docs() },
      { name: "an address of nothing", path: "/no/such/page" },
      { name: "connecting an account", path: paths.connect(town.scene.world.tenant, "fixture") },
    ];
    // Each theme takes every second page of the town: the policy is the same in both.
    const half = town.places.filter((_, index) => index % 2 === (theme === "light" ? 0 : 1));
    for (const { name, path } of [...half, ...outside]) {
      violations.length = 0;
      await page.goto(path, { waitUntil: "load" });
      const state = () =>
        page.evaluate(() => ({ ran: Reflect.get(window, "ran"), base: document.baseURI, alive: "next" in window }));
      // Next puts itself there when its scripts, which hold the right nonce, have run.
      await expect.poll(async () => (await state()).alive, { message: name }).toBe(true);
      const { ran, base } = await state();
      expect(ran, name).toBeUndefined();
      expect(new URL(base).host, name).toBe(new URL(page.url()).host);
      await expect.poll(() => new Set(violations.map((line) => line.split(" ")[0])), name).toEqual(new Set(refused));
    }
    await context.close();
  });

test("a page can be used with its policy: toasts, menus, filters, live rows and downloads are refused nothing", async ({
  browser,
  town,
}) => {
  const { tenant } = town.scene.world;
  const context = await browser.newContext({ storageState: town.cookies });
  const violations = await violationsOf(context);
  const page = await context.newPage();

  await page.goto(`${paths.server(tenant, "fixture")}/tools`);
  const level = page.getByRole("combobox", { name: "Level of slow" });
  await level.selectOption("high");
  const toast = page.getByText("The level of slow is changed.");
  await expect(toast).toBeVisible();
  // The library's own styles are let in, too: a toast without them stands in the corner of the page's beginning.
  await expect(page.locator("[data-sonner-toaster]")).toHaveCSS("position", "fixed");

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("echo");
  await expect(page.getByRole("dialog").getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(paths.audit(tenant, "outcome=denied"));
  await page.locator("li[id^=evt_] summary").first().click();
  await expect(page.getByRole("heading", { name: "Decision" }).first()).toBeVisible();
  await page.locator("body").press("e");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog", { name: "Export events" }).getByRole("button", { name: "Start the export" }).click(),
  ]);
  expect(download.suggestedFilename()).toContain(`${tenant}-audit-`);
  expect(violations).toEqual([]);
  await context.close();
});
