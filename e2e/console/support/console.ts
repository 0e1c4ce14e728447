import { type Browser, type BrowserContext, expect as impatient, type Locator, type Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { runCli } from "../../api/world";
import { baseUrl, type World } from "../../support/world";

/** A machine under test is a busy one; what a person would wait for is waited for. */
export const expect = impatient.configure({ timeout: 20_000 });

/** What every owner of a test's tenant signs in with; `makeWorld` gives it. */
const ownerPassword = "correct horse battery staple";

export type Role = "owner" | "admin" | "auditor" | "viewer";

export const ownerOf = ({ tenant }: World): string => `owner@${tenant}.example`;

/** Signs in by hand and waits until the console is there. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(paths.signIn());
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** A browser of its own, in which somebody of the tenant is signed in. */
export async function as(browser: Browser, world: World, role: Role, options: object = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: baseUrl(), ...options });
  const page = await context.newPage();
  if (role === "owner") await signIn(page, ownerOf(world), ownerPassword);
  else await signIn(page, await addMember(world, role), ownerPassword);
  await page.close();
  return context;
}

/** The e-mail of a new member of the tenant. */
async function addMember({ tenant }: World, role: Role): Promise<string> {
  const email = `${role}@${tenant}.example`;
  const { code, stderr } = await runCli(
    ["member", "create", email, "--tenant", tenant, "--role", role, "--password", ownerPassword, "--json"],
    {},
  );
  expect(code, stderr).toBe(0);
  return email;
}

/** The lines of a log, the newest first. Each is an element with the event's id. */
export const rowsOf = (page: Page): Locator => page.getByRole("region", { name: "Events" }).locator("li[id^=evt_]");

export const idsOf = (page: Page): Promise<string[]> => rowsOf(page).evaluateAll((rows) => rows.map((row) => row.id));
