import { test as base } from "@playwright/test";
import { startFixture } from "../outside/fixture-server.mjs";
import { type Era, type RawAgent, rawAgent } from "./raw-agent";
import { type Instance, type Level, makeWorld, type World } from "./world";

/** The fake upstream; what it knows of the calls and requests that arrived is typed here. */
export type Fixture = Omit<Awaited<ReturnType<typeof startFixture>>, "calls" | "requests" | "count"> & {
  calls: (tool?: string) => Promise<ArrivedCall[]>;
  requests: () => Promise<ArrivedRequest[]>;
  count: (tool?: string) => Promise<number>;
};

export interface ArrivedCall {
  id: string | number | null;
  tool: string;
  arguments: unknown;
  era: "legacy" | "modern";
  session: string | null;
  headers: Record<string, string>;
  /** ISO times; null while it is still so. */
  endedAt: string | null;
  cancelledAt: string | null;
  /** Whether the caller left before it had the whole answer; null while it is there. */
  left: boolean | null;
}

export interface ArrivedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Scene {
  world: World;
  /** The upstream behind the server `fixture`: it knows exactly what reached it. */
  upstream: Fixture;
  /** `human|alice`, who may delegate everything on `fixture`. */
  human: string;
  /** Her instance, to which she consented everything. */
  instance: Instance;
  agent: (era?: Era) => Promise<RawAgent>;
}

/** A tenant with one server, one human and one instance; `level` is both the ceiling and the consent. */
export async function makeScene(upstream: Fixture, level: Level = "high", world?: World): Promise<Scene> {
  const here = world ?? (await makeWorld());
  await here.addServer("fixture", upstream.url);
  const human = await here.addHuman("alice");
  await here.grant(human, "fixture", level);
  const instance = await here.addInstance(human, [{ server: "fixture", level }]);
  // Importing a server asks it for its tools; what counts is what comes after.
  await upstream.reset();
  return {
    world: here,
    upstream,
    human,
    instance,
    agent: (era) => rawAgent(here.mcpUrl("fixture"), instance.token, era),
  };
}

/** Tests that each have a tenant and an upstream of their own. */
export const test = base.extend<{ upstream: Fixture; scene: Scene }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  upstream: async ({}, use) => {
    const upstream = await startFixture({ era: "dual" });
    await use(upstream);
    await upstream.stop();
  },
  scene: async ({ upstream }, use) => {
    await use(await makeScene(upstream));
  },
});

/** The same with an upstream that has prompts and resources, too. */
export const sharingTest = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  upstream: async ({}, use) => {
    const upstream = await startFixture({ era: "dual", shares: true });
    await use(upstream);
    await upstream.stop();
  },
});

export { expect } from "@playwright/test";
