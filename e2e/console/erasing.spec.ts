import { test as base, type Page, type Request } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startFixture } from "../outside/fixture-server.mjs";
import { makeScene, type Scene } from "../support/scene";
import { makeWorld, type World } from "../support/world";
import { expectSound } from "./support/axe";
import { as, expect, rowsOf } from "./support/console";

/** Erasing what is stored of a call, and of a human: by whoever may, with and without script. */

// Each signs several people in, and some do everything twice.
base.setTimeout(240_000);

const test = base.extend<{ scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  scene: async ({}, use) => {
    const upstream = await startFixture({ era: "dual" });
    await use(await makeScene(upstream));
    await upstream.stop();
  },
});

/** Makes a call with this text; gives the id of its event. */
async function callWith(scene: Scene, text: string): Promise<string> {
  await (await scene.agent()).call("echo", { text });
  const [call] = await scene.world.calls();
  if (!call) throw new Error("There is no call in the log.");
  return call.id;
}

const stateOf = async ({ api }: World, id: string): Promise<string> =>
  (await api.get<{ arguments: { state: string } }>(`events/${id}/payload`)).arguments.state;

const eraseButton = "Erase stored arguments and result…";
const personButton = "Erase personal data in the log…";

/** Opens the dialog and fills it in; it is sent by pressing "Erase". */
async function fillIn(page: Page, button: string, word: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Request 88");
  await dialog.getByLabel(`Type ${word} to confirm`).fill(word);
}

const send = (page: Page): Promise<void> => page.getByRole("dialog").getByRole("button", { name: "Erase" }).click();

test("an owner erases what is stored of a call: the value is gone, the event and its proof stay, and why is on record", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const id = await callWith(scene, "zanzibar");
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  const main = page.getByRole("main");

  await page.goto(paths.audit(world.tenant, "type=gateway.tool.executed"));
  const row = rowsOf(page).first();
  await row.locator("summary").first().click();
  await row.getByRole("link", { name: /^Erase stored arguments/ }).click();
  await expect(page).toHaveURL(`${paths.event(world.tenant, id)}#payload`);
  await page.getByRole("button", { name: "Show arguments" }).click();
  await expect(main.getByText('"zanzibar"')).toBeVisible();

  await test.step("it asks for a reason and a word first", async () => {
    await page.getByRole("button", { name: eraseButton }).click();
    const dialog = page.getByRole("dialog", { name: "Erase stored arguments and result?" });
    await expect(dialog).toContainText("This cannot be undone.");
    await expect(dialog).toContainText("its proof, which goes on holding");
    await send(page);
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Reason").fill("Request 88");
    await dialog.getByLabel("Type erase to confirm").fill("erase");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
    await page.reload();
    await expect(page.getByRole("button", { name: eraseButton })).toBeVisible();
    expect(await stateOf(world, id)).toBe("kept");
  });

  await fillIn(page, eraseButton, "erase");
  await send(page);
  await expect(main.getByText("[erased]")).toBeVisible();
  await expect(main.getByText('"zanzibar"')).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Erase stored|Show arguments/ })).toHaveCount(0);
  expect(await stateOf(world, id)).toBe("erased");
  await expectSound(page, "the event after its arguments were erased");

  await test.step("the proof holds", async () => {
    await expect(async () => {
      await page.reload();
      await page.getByRole("button", { name: "Verify in this browser" }).click({ timeout: 1_000 });
    }).toPass();
    await expect(page.getByText("Verified in this browser")).toBeVisible();
    await page.goto(paths.logHealth(world.tenant));
    await page.getByRole("button", { name: "Verify now" }).click();
    await expect(page.getByText(/verified in .*; nothing was wrong/)).toBeVisible();
  });

  await test.step("a link leads to the event of it", async () => {
    const erased = await world.event({ type: "audit.payload_erased" });
    expect(erased).toMatchObject({ resource: { key: id }, details: { events: 1, reason: "Request 88" } });
    await page.goto(paths.event(world.tenant, id));
    await page.getByRole("link", { name: "The event that recorded it" }).click();
    await expect(page).toHaveURL(paths.event(world.tenant, erased.id));
    await expect(page.getByText('"Request 88"').first()).toBeVisible();
  });
  await context.close();
});

test("without script it works too, and what a legal hold keeps is said and stays", async ({ browser, scene }) => {
  const { world } = scene;
  const id = await callWith(scene, "zanzibar");
  const hold = await world.api.post<{ id: string }>("holds", { reason: "Case 7", human: scene.human });
  for (const javaScriptEnabled of [true, false]) {
    const context = await as(browser, world, "owner", { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(paths.event(world.tenant, id));
    await fillIn(page, eraseButton, "erase");
    await send(page);
    await expect(page.getByRole("alert").filter({ hasText: "A legal hold keeps this call." })).toBeVisible();
    expect(await stateOf(world, id)).toBe("kept");

    await page.goto(paths.human(world.tenant, scene.human));
    await fillIn(page, personButton, scene.human);
    await send(page);
    await expect(
      page.getByRole("alert").filter({ hasText: "A legal hold keeps what is stored of 1 call." }),
    ).toBeVisible();
    expect(await stateOf(world, id)).toBe("kept");
    await context.close();
  }

  await world.api.del(`holds/${hold.id}`);
  const context = await as(browser, world, "owner", { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(paths.event(world.tenant, id));
  await fillIn(page, eraseButton, "erase");
  await send(page);
  await expect(page.getByRole("main").getByText("[erased]")).toBeVisible();
  expect(await stateOf(world, id)).toBe("erased");
  await context.close();
});

/** A request of the browser that runs a server action. */
const isAction = (request: Request): boolean => request.method() === "POST" && "next-action" in request.headers();

test("who may not erase finds no button, the action refuses, and another tenant's event is not found", async ({
  browser,
  scene,
}) => {
  const { world } = scene;
  const { tenant } = world;
  const [spent, id] = [await callWith(scene, "one"), await callWith(scene, "two")];
  const elsewhere = await makeWorld();
  const owner = await as(browser, world, "owner");
  const page = await owner.newPage();
  await page.goto(paths.event(tenant, spent));
  await fillIn(page, eraseButton, "erase");
  const sent = page.waitForRequest(isAction);
  await send(page);
  const request = await sent;
  await expect(page.getByRole("main").getByText("[erased]")).toBeVisible();
  const { cookie: _, "content-length": __, ...headers } = await request.allHeaders();
  const replay = {
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))),
    // The same form about the other call. Ids are of one length.
    data: (request.postDataBuffer()?.toString("latin1") ?? "").replaceAll(spent, id),
  };
  const url = request.url();

  for (const role of ["viewer", "auditor", "admin"] as const)
    await test.step(role, async () => {
      const context = await as(browser, world, role);
      const its = await context.newPage();
      for (const path of [paths.event(tenant, id), paths.human(tenant, scene.human)]) {
        expect((await its.goto(path))?.status()).toBe(200);
        await expect(its.getByRole("button", { name: /Erase/ })).toHaveCount(0);
        await expect(its.getByRole("link", { name: /Erase/ })).toHaveCount(0);
      }
      // What was erased is said to whoever may read the event.
      await its.goto(paths.event(tenant, spent));
      await expect(its.getByText("[erased]")).toBeVisible();
      expect(await (await context.request.post(url, replay)).text()).toContain(
        "This needs the permission payloads:write.",
      );
      expect(await stateOf(world, id)).toBe("kept");
      await context.close();
    });

  await test.step("another tenant", async () => {
    const context = await as(browser, elsewhere, "owner");
    const refused = await context.request.post(url.replace(tenant, elsewhere.tenant), {
      ...replay,
      data: replay.data.replaceAll(tenant, elsewhere.tenant),
    });
    expect(await refused.text()).toContain("The event was not found.");
    expect((await context.request.get(paths.human(elsewhere.tenant, scene.human))).status()).toBe(404);
    expect(await stateOf(world, id)).toBe("kept");
    await context.close();
  });

  await test.step("the request that was tried works for whoever may", async () => {
    expect((await owner.request.post(url, replay)).status()).toBe(200);
    expect(await stateOf(world, id)).toBe("erased");
  });
  await owner.close();
});

for (const javaScriptEnabled of [true, false])
  test(`of a human, what is stored of calls can be erased at once, and their name once they are deleted, ${javaScriptEnabled ? "with" : "without"} script`, async ({
    browser,
    scene,
  }) => {
    const { world, human } = scene;
    const calls = [await callWith(scene, "one"), await callWith(scene, "two")];
    const context = await as(browser, world, "owner", { javaScriptEnabled });
    const page = await context.newPage();
    const main = page.getByRole("main");

    await page.goto(paths.human(world.tenant, human));
    await fillIn(page, personButton, human);
    await expect(page.getByRole("dialog")).toContainText("Name and e-mail address stay until the human is deleted.");
    await send(page);
    await expect(
      main.getByRole("link", { name: /erased the stored arguments and results of human\|alice/ }),
    ).toBeVisible();
    for (const id of calls) expect(await stateOf(world, id)).toBe("erased");
    await page.goto(paths.event(world.tenant, String(calls[0])));
    await page.getByRole("link", { name: "The event that recorded it" }).click();
    await expect(page.getByText('"Request 88"').first()).toBeVisible();

    const later = await callWith(scene, "three");
    await page.goto(paths.human(world.tenant, human));
    await page.getByRole("button", { name: "Delete human" }).first().click();
    const dialog = page.getByRole("dialog", { name: /^Delete/ });
    await dialog.getByLabel(/^Type/).fill(human);
    await dialog.getByRole("button", { name: "Delete human" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Alice" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "This human was deleted" })).toBeVisible();

    await fillIn(page, personButton, human);
    await expect(page.getByRole("dialog").getByRole("checkbox")).toBeChecked();
    await send(page);
    await expect(page.getByRole("heading", { level: 1, name: "[erased]" })).toBeVisible();
    await main.getByRole("link", { name: /erased the name and e-mail of .* from the log/ }).click();
    await expect(page.getByText('"Request 88"').first()).toBeVisible();
    expect(await stateOf(world, later)).toBe("erased");
    const said = JSON.stringify(await world.events());
    expect(said).not.toContain("alice@people.example");
    expect(said).not.toContain('"Alice"');
    await context.close();
  });

test("both dialogs are accessible and fit, in light and dark, wide and narrow", async ({ browser, scene }) => {
  const { world, human } = scene;
  const id = await callWith(scene, "zanzibar");
  await world.addHuman("bob");
  await world.api.del(`humans/${encodeURIComponent("human|bob")}`);
  const context = await as(browser, world, "owner");
  const page = await context.newPage();
  for (const [name, path, button] of [
    ["event", paths.event(world.tenant, id), eraseButton],
    ["human", paths.human(world.tenant, human), personButton],
    ["deleted human", paths.human(world.tenant, "human|bob"), personButton],
  ] as const) {
    await page.goto(path);
    await expectSound(page, name);
    await page.getByRole("button", { name: button }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectSound(page, `dialog of ${name}`);
  }
  await context.close();
});
