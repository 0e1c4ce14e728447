import { test as base, expect } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { openBrowser, signInByHttp, submitForm } from "../api/browser";
import { runCli } from "../api/world";
import { startOAuthUpstream } from "../outside/oauth-upstream.mjs";
import { type Answer, type RawAgent, rawAgent, type ToolResult } from "./raw-agent";
import { makeWorld, type World } from "./world";

export type OAuthUpstream = Awaited<ReturnType<typeof startOAuthUpstream>>;

/** What everybody of a test signs in with; `makeWorld` gives it to the owner. */
const password = "correct horse battery staple";

/** Somebody who can sign in, for whom agents may act, with the token of one instance. */
export interface Person {
  email: string;
  human: string;
  token: string;
}

export interface OAuthScene {
  world: World;
  upstream: OAuthUpstream;
  alice: Person;
  agentOf: (person: Person, at?: World) => Promise<RawAgent>;
  /** Goes the whole way as a browser without script would; gives where the human ends. */
  connect: (person: Person, account: string, say?: "yes" | "no") => Promise<string>;
}

/** A tenant with a server that wants accounts, and its owner, who may delegate everything on it. */
export async function makeOAuthScene(upstream: OAuthUpstream): Promise<OAuthScene> {
  const world = await makeWorld();
  await world.addServer("asks", upstream.url, { kind: "oauth" });
  const alice = await addPerson(world, "owner");
  return {
    world,
    upstream,
    alice,
    agentOf: ({ token }, at = world) => rawAgent(at.mcpUrl("asks"), token, "legacy"),
    connect: async ({ email }, account, say = "yes") => {
      const browser = await openBrowser(world.baseUrl);
      await signInByHttp(browser, { email, password });
      const sent = await submitForm(browser, paths.connect(world.tenant, "asks"), {});
      expect(sent.status(), await sent.text()).toBe(303);
      const back = await upstream.agree(sent.headers()["location"] ?? "", account, say);
      const ended = await browser.context.get(back);
      expect(ended.status()).toBe(303);
      await browser.context.dispose();
      return ended.headers()["location"] ?? "";
    },
  };
}

async function addPerson(world: World, role: "owner" | "viewer"): Promise<Person> {
  const email = `${role}@${world.tenant}.example`;
  if (role !== "owner") {
    const made = await runCli(
      ["member", "create", email, "--tenant", world.tenant, "--role", role, "--password", password, "--json"],
      {},
    );
    expect(made.code, made.stderr).toBe(0);
  }
  const { key: human } = await world.api.post<{ key: string }>("humans", { email, name: role, subject: role });
  await world.grant(human, "asks", "high");
  const { token } = await world.addInstance(human, [{ server: "asks", level: "high" }]);
  return { email, human, token };
}

/** What the tool, or the gateway in its place, answered. */
export const resultOf = async (answer: Promise<Answer>): Promise<ToolResult | undefined> =>
  (await answer).message?.result;

type Options = NonNullable<Parameters<typeof startOAuthUpstream>[0]>;

export const test = base.extend<{ options: Options; scene: OAuthScene; bob: Person }>({
  options: [{}, { option: true }],
  scene: async ({ options }, use) => {
    const upstream = await startOAuthUpstream(options);
    await use(await makeOAuthScene(upstream));
    await upstream.stop();
  },
  /** A second person, where a test asks for one: signing somebody up takes seconds. */
  bob: async ({ scene }, use) => {
    await use(await addPerson(scene.world, "viewer"));
  },
});

export { expect } from "@playwright/test";
