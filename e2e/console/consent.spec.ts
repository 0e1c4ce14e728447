import type { Browser, BrowserContext, Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { test as base } from "../support/scene";
import { baseUrl, type Level, makeWorld, type World } from "../support/world";
import { type AskingAgent, askingAgent } from "./support/asking-agent";
import { complaints } from "./support/axe";
import { as, expect, signIn } from "./support/console";

/* An agent asks to act for somebody: sign-in by invitation, the consent page, and the way back. */

const password = "alice has a password";

/** A tenant with a server that Alice may delegate up to medium; she has an account by invitation. */
interface Asked {
  world: World;
  agent: AskingAgent;
  alice: { email: string; context: BrowserContext };
  addPerson: (name: string, ceiling?: Level) => Promise<{ email: string; context: BrowserContext }>;
}

const test = base.extend<{ asked: Asked }>({
  asked: async ({ browser, upstream }, use) => {
    const world = await makeWorld();
    await world.addServer("fixture", upstream.url);
    const contexts: BrowserContext[] = [];
    const addPerson: Asked["addPerson"] = async (name, ceiling) => {
      const person = await invited(browser, world, name, ceiling);
      contexts.push(person.context);
      return person;
    };
    const alice = await addPerson(`alice-${world.tenant}`, "medium");
    const agent = await askingAgent(world);
    await use({ world, agent, alice, addPerson });
    for (const context of contexts) await context.close();
    await agent.stop();
  },
});

/** Invites somebody as an admin does, who then sets a password; their browser is signed in. */
async function invited(browser: Browser, world: World, name: string, ceiling?: Level) {
  const human = await world.addHuman(name);
  if (ceiling) await world.grant(human, "fixture", ceiling);
  const { url } = await world.api.post<{ url: string }>(`humans/${encodeURIComponent(human)}/invitation`, {});
  const context = await browser.newContext({ baseURL: baseUrl() });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(new RegExp(`${paths.me()}$`));
  await page.close();
  return { email: `${name}@people.example`, context };
}

const open = async (context: BrowserContext, url: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url);
  return page;
};

const isConsent = ({ pathname }: URL): boolean => pathname.startsWith("/consent/");
const allow = (page: Page) => page.getByRole("button", { name: "Allow" });
const refuse = (page: Page) => page.getByRole("button", { name: "Refuse" });
const lineOf = (page: Page, tool: string) => page.getByRole("listitem").filter({ hasText: tool });
const instancesOf = async (world: World) =>
  (await world.api.get<{ items: { id: string; consents: unknown[] }[] }>("instances")).items;

test("an agent asks, its human signs in, chooses and allows, and the agent gets a code that is worth a token", async ({
  browser,
  asked: { world, agent, alice },
}) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({ baseURL: baseUrl() });
  const page = await open(context, agent.url);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByLabel("E-mail").fill(alice.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(isConsent);

  await expect(page.getByRole("heading", { level: 1, name: "Let Test Agent act for you?" })).toBeVisible();
  await expect(page.getByText("Self-registered, unverified")).toBeVisible();
  await expect(page.getByText("Only continue if you started this yourself")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await complaints(page)).toEqual([]);
  }

  const levels = page.getByRole("group", { name: "What it may do on Fixture" });
  await expect(levels.getByRole("radio")).toHaveCount(3);
  await expect(levels.getByRole("radio", { name: /^Low/ })).toBeChecked();
  await expect(lineOf(page, "create_issue")).toContainText("Denied");
  // By the keyboard, as any group of radio buttons.
  await levels.getByRole("radio", { name: /^Low/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(levels.getByRole("radio", { name: /^Medium/ })).toBeChecked();
  await expect(lineOf(page, "create_issue")).toContainText("Allowed");
  await expect(lineOf(page, "delete_repo")).toContainText("Above your ceiling");
  await page.getByRole("checkbox", { name: "Let it use echo" }).uncheck();
  await expect(lineOf(page, "echo").first()).toContainText("Denied");
  await page.getByRole("radio", { name: "4 hours" }).check();
  await page.getByLabel("Name of this connection").fill("Alice's laptop");
  await allow(page).click();

  const answer = await agent.answer(page);
  expect(answer.get("state")).toBe("st-42");
  expect(answer.get("iss")).toBe(world.baseUrl + paths.oauth(world.tenant));
  expect((await agent.exchange(answer.get("code") ?? "")).status).toBe(200);
  const [instance] = await instancesOf(world);
  expect(instance).toMatchObject({
    label: "Alice's laptop",
    human: { key: `human|alice-${world.tenant}` },
    consents: [{ server: "fixture", level: "medium", excludedTools: ["echo"] }],
  });
  expect((await world.events({ type: ["session.created"] }))[0]).toMatchObject({
    actor: { type: "human", key: `human|alice-${world.tenant}` },
  });
  await context.close();
});

test("a level above the ceiling is refused by the server, whatever the page is made to say", async ({
  asked: { world, agent, alice },
}) => {
  const page = await open(alice.context, agent.url);
  await page.waitForURL(isConsent);
  await page.locator("input[type=radio][value=medium]").evaluate((radio: HTMLInputElement) => {
    radio.value = "high";
    radio.checked = true;
  });
  await allow(page).click();
  const refused = page.getByRole("form", { name: "Answer Test Agent" }).getByRole("alert");
  await expect(refused).toContainText("Asked for high");
  await expect(refused).toContainText("medium is the most");
  expect(await instancesOf(world)).toEqual([]);
  await page.reload();
  await refuse(page).click();
  expect((await agent.answer(page)).get("error")).toBe("access_denied");
  expect(await world.event({ type: "consent.refused" })).toMatchObject({ agent: { name: "Test Agent" } });
});

test("whoever opened a request has it: for another human, another session, and a second answer there is nothing", async ({
  browser,
  asked: { world, agent, alice, addPerson },
}) => {
  test.setTimeout(120_000);
  const page = await open(alice.context, agent.url);
  await page.waitForURL(isConsent);
  const link = page.url();
  const bob = await addPerson(`bob-${world.tenant}`, "high");
  const again = await browser.newContext({ baseURL: baseUrl() });
  await signIn(await again.newPage(), alice.email, password);
  for (const context of [bob.context, again]) {
    const other = await open(context, link);
    await expect(other.getByText("There is nothing here")).toBeVisible();
  }
  const twin = await open(alice.context, link);
  await allow(page).click();
  expect((await agent.answer(page)).get("code")).toMatch(/^csa_/);
  await allow(twin).click();
  await expect(twin.getByText("has been answered already").first()).toBeVisible();
  expect(await instancesOf(world)).toHaveLength(1);
  const late = await open(alice.context, link);
  await expect(late.getByText("has been answered already")).toBeVisible();
  await expect(allow(late)).toHaveCount(0);
  await again.close();
});

test("without JavaScript the badges follow the level, and allowing leads back to the agent", async ({
  browser,
  asked: { agent, alice },
}) => {
  const context = await browser.newContext({
    baseURL: baseUrl(),
    javaScriptEnabled: false,
    storageState: await alice.context.storageState(),
  });
  const page = await open(context, agent.url);
  await expect(lineOf(page, "create_issue")).toContainText("Denied");
  await page.getByRole("radio", { name: /^Medium/ }).check({ force: true });
  await expect(lineOf(page, "create_issue").getByText("Allowed")).toBeVisible();
  await page.getByRole("radio", { name: /^Nothing/ }).check({ force: true });
  await expect(lineOf(page, "create_issue").getByText("Denied")).toBeVisible();
  await allow(page).click();
  await expect(page.getByRole("alert")).toContainText("Choose at least one server");
  await allow(page).click();
  expect((await agent.answer(page)).get("code")).toMatch(/^csa_/);
  await context.close();
});

test("a form that another page sends allows nothing, and no page can hold this one in a frame", async ({
  asked: { world, agent, alice },
}) => {
  const page = await open(alice.context, agent.url);
  await page.waitForURL(isConsent);
  const html = await (await alice.context.request.get(page.url())).text();
  const fields = [...html.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)];
  expect(fields.length).toBeGreaterThan(0);
  const hidden = Object.fromEntries(
    fields.map(([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&")]),
  );
  const post = (headers: Record<string, string>) =>
    alice.context.request.post(page.url(), {
      headers,
      multipart: { ...hidden, answer: "allow", expiry: "4h", "level:fixture": "low" },
    });
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: world.baseUrl, "sec-fetch-site": "cross-site" },
  ])
    await post(headers);
  expect(await instancesOf(world)).toEqual([]);
  const { headers } = await alice.context.request.get(page.url()).then((answer) => ({ headers: answer.headers() }));
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["cache-control"]).toContain("no-store");

  await post({ origin: world.baseUrl, "sec-fetch-site": "same-origin" });
  expect(await instancesOf(world), "the same form, sent by our own page").toHaveLength(1);
});

test("somebody to whom nothing is granted can ask for it, and can refuse", async ({
  asked: { world, agent, addPerson },
}) => {
  const carol = await addPerson(`carol-${world.tenant}`);
  const page = await open(carol.context, agent.url);
  await expect(page.getByRole("heading", { name: "Nothing is granted to you here yet" })).toBeVisible();
  await expect(page.getByText(`owner@${world.tenant}.example`)).toBeVisible();
  await expect(allow(page)).toHaveCount(0);
  expect(await complaints(page)).toEqual([]);
  await page.getByRole("button", { name: "Ask for access" }).click();
  await expect(page.getByText("Written down for your admins.")).toBeVisible();
  expect(await world.event({ type: "access.requested" })).toMatchObject({
    human: { key: `human|carol-${world.tenant}` },
  });
  await refuse(page).click();
  expect((await agent.answer(page)).get("error")).toBe("access_denied");
});

test("somebody whom the environment does not know as a human is told so, and comes back as somebody else", async ({
  browser,
  asked: { world, agent, alice },
}) => {
  const context = await as(browser, world, "owner");
  const page = await open(context, agent.url);
  await expect(page.getByRole("heading", { name: "This account cannot answer" })).toBeVisible();
  expect(await complaints(page)).toEqual([]);
  await page.getByRole("button", { name: "Use another account" }).click();
  await page.getByLabel("E-mail").fill(alice.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Let Test Agent act for you?" })).toBeVisible();
  await context.close();
});

test("an invitation counts once; its page is accessible; an admin makes one on the human's page", async ({
  browser,
  asked: { world },
}) => {
  const human = await world.addHuman(`dora-${world.tenant}`);
  const admin = await as(browser, world, "owner");
  const page = await open(admin, paths.human(world.tenant, human));
  await page.getByRole("button", { name: "Make an invitation link" }).click();
  const link = await page.getByText(/\/invitation\?token=csi_/).innerText();
  await admin.close();

  const context = await browser.newContext({ baseURL: baseUrl() });
  const invitation = await open(context, link);
  expect(await complaints(invitation)).toEqual([]);
  await invitation.getByLabel("Password").fill(password);
  await invitation.getByRole("button", { name: "Create account" }).click();
  await expect(invitation).toHaveURL(new RegExp(`${paths.me()}$`));
  await invitation.goto(link);
  await expect(invitation.getByText("This invitation does not count any more")).toBeVisible();
  expect((await world.events({ human })).map(({ type }) => type)).toEqual(
    expect.arrayContaining(["human.invited", "human.joined"]),
  );
  await context.close();
});
