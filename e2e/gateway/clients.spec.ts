import { test as base, expect } from "@playwright/test";
import { startFixture } from "../outside/fixture-server.mjs";
import { startContext7, startEverything, startMemory } from "../outside/real-servers.mjs";
import { newTrace } from "../support/raw-agent";
import { type ClientKind, clientKinds, connectAs, type SdkAgent } from "../support/sdk-agent";
import { makeWorld, type World } from "../support/world";

/*
 * The clients that agents are built on, against the servers they meet, through the gateway. The Inspector's command line
 * is not among them: the version that speaks to streamable HTTP needs a newer Node than the oldest that is supported here.
 */

interface Upstream {
  start: () => Promise<{ url: string; stop: () => Promise<void> }>;
  /** Revision that each client ends up with; none: it insists on one that the server does not know, and asks nothing else first. */
  speaks: Partial<Record<ClientKind, string>>;
  /** A call that succeeds, and what its answer says. */
  works: { tool: string; args: Record<string, unknown>; says: RegExp };
  progress?: { tool: string; args: Record<string, unknown>; steps: number };
  structured?: { tool: string; args: Record<string, unknown>; content: unknown };
  fails?: { tool: string; args: Record<string, unknown>; says: RegExp };
  /** A tool whose level is above what this principal may use. */
  hidden: string;
  /** Knows the older era without its sessions. */
  sessionless?: true;
}

const legacy = "2025-11-25";
const modern = "2026-07-28";

const fixtureTools = {
  works: { tool: "echo", args: { text: "Hello, Ada" }, says: /^Hello, Ada$/ },
  progress: { tool: "progress", args: { steps: 5, gapMs: 5 }, steps: 5 },
  structured: {
    tool: "structured",
    args: { customer: "Ada", lines: [{ sku: "a", quantity: 3, unitPrice: 2.5 }] },
    content: { customer: "Ada", lineCount: 1, total: 7.5 },
  },
  fails: { tool: "fails", args: { message: "The printer is on fire." }, says: /printer is on fire/ },
  hidden: "delete_repo",
};

const upstreams: Record<string, Upstream> = {
  "server-everything": {
    start: startEverything,
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": legacy },
    works: { tool: "get-sum", args: { a: 19, b: 23 }, says: /42/ },
    progress: { tool: "trigger-long-running-operation", args: { duration: 1, steps: 4 }, steps: 4 },
    structured: {
      tool: "get-structured-content",
      args: { location: "Chicago" },
      content: expect.objectContaining({ conditions: expect.any(String) }),
    },
    fails: { tool: "get-sum", args: { a: "nineteen" }, says: /./ },
    hidden: "get-env",
  },
  "server-memory behind mcp-proxy": {
    start: startMemory,
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": modern, "sdk 2.x modern": modern },
    works: { tool: "read_graph", args: {}, says: /entities/ },
    structured: { tool: "read_graph", args: {}, content: { entities: [], relations: [] } },
    hidden: "delete_entities",
  },
  "context7-mcp": {
    start: startContext7,
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": modern, "sdk 2.x modern": modern },
    works: {
      tool: "resolve-library-id",
      args: { query: "weaving", libraryName: "engine" },
      says: /Analytical Engine/,
    },
    fails: { tool: "resolve-library-id", args: { libraryName: 7 }, says: /./ },
    hidden: "query-docs",
    sessionless: true,
  },
  "a server of sessions": {
    start: () => startFixture({ era: "legacy" }),
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": legacy },
    ...fixtureTools,
  },
  "a server of 2026-07-28": {
    start: () => startFixture({ era: "modern" }),
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": modern, "sdk 2.x modern": modern },
    ...fixtureTools,
  },
  "a server of both eras": {
    start: () => startFixture({ era: "dual" }),
    speaks: { "sdk 1.x": legacy, "sdk 2.x legacy": legacy, "sdk 2.x auto": modern, "sdk 2.x modern": modern },
    ...fixtureTools,
  },
};

const test = base.extend<object, { towns: Map<string, Promise<Town>> }>({
  towns: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
    async ({}, use) => {
      const towns = new Map<string, Promise<Town>>();
      await use(towns);
      for (const town of towns.values()) await (await town).stop();
    },
    { scope: "worker" },
  ],
});

interface Town {
  world: World;
  human: string;
  stop: () => Promise<void>;
}

/** One tenant for one upstream: starting somebody else's server takes a while. Each test has an instance of its own. */
async function build(upstream: Upstream): Promise<Town> {
  const { url, stop } = await upstream.start();
  const world = await makeWorld();
  await world.addServer("town", url);
  // What the suggestion says is another test's business: here one tool is high, and everything else is not.
  await world.api.patch(`servers/town/tools/${upstream.hidden}`, { level: "high" });
  for (const { tool } of [upstream.works, upstream.progress, upstream.structured, upstream.fails].filter((t) => !!t))
    await world.api.patch(`servers/town/tools/${tool}`, { level: "medium" });
  const human = await world.addHuman("ada");
  await world.grant(human, "town", "medium");
  return { world, human, stop };
}

for (const [name, upstream] of Object.entries(upstreams))
  for (const kind of clientKinds) {
    const version = upstream.speaks[kind];
    const title = `${kind} at ${name}`;
    const enter = async (towns: Map<string, Promise<Town>>) => {
      const town = towns.get(name) ?? build(upstream);
      towns.set(name, town);
      const { world, human } = await town;
      const instance = await world.addInstance(human, [{ server: "town", level: "medium" }]);
      return { world, human, instance, url: world.mcpUrl("town") };
    };

    if (version === undefined) {
      test(`${title}: a client that insists on the era that its server does not know ends in an error, not in a hang`, async ({
        towns,
      }) => {
        const { url, instance } = await enter(towns);
        await expect(connectAs(kind, url, instance.token).then((agent) => agent.list())).rejects.toThrow();
      });
      continue;
    }

    test(`${title}: is shown what it may use, calls it, and every call has its event`, async ({ towns }) => {
      const { world, human, instance, url } = await enter(towns);
      const trace = newTrace();
      const agent = await connectAs(kind, url, instance.token, {
        name: "ada-agent",
        version: "7.1.0",
        headers: trace.headers,
      });
      try {
        expect(agent.protocolVersion).toBe(version);
        const shown = await agent.list();
        expect(shown).toContain(upstream.works.tool);
        expect(shown).not.toContain(upstream.hidden);

        const answered = await answer(agent, upstream.works);
        expect(text(answered)).toMatch(upstream.works.says);
        expect(answered.isError ?? false).toBe(false);

        if (upstream.progress) {
          const steps: number[] = [];
          await agent.call(upstream.progress.tool, upstream.progress.args, {
            onprogress: ({ progress }) => steps.push(progress),
          });
          expect(steps).toEqual(Array.from({ length: upstream.progress.steps }, (_, i) => i + 1));
        }
        if (upstream.structured)
          expect((await answer(agent, upstream.structured)).structuredContent).toEqual(upstream.structured.content);
        if (upstream.fails) {
          // Real schemas have let the calls above pass; what this one gets is to be the server's own answer.
          await world.api.patch("servers/town", { enforceSchema: false });
          const failed = await answer(agent, upstream.fails);
          await world.api.patch("servers/town", { enforceSchema: true });
          expect(failed.isError).toBe(true);
          expect(text(failed)).toMatch(upstream.fails.says);
        }
      } finally {
        await agent.close();
      }

      const made = [upstream.works, upstream.progress, upstream.structured, upstream.fails].filter((t) => !!t);
      const events = (await world.calls({ instance: instance.id })).reverse();
      expect(events.map((event) => event.tool?.name)).toEqual(made.map((call) => call.tool));
      for (const [index, event] of events.entries()) {
        const failing = made[index] === upstream.fails;
        const { hash, result, durationMs, requestId } = event;
        expect(event).toMatchObject({
          type: failing ? "gateway.tool.error" : "gateway.tool.executed",
          outcome: failing ? "error" : "success",
          decision: "allow",
          reason: { code: "ALLOWED" },
          actor: { type: "agent", key: "agent|claude-code" },
          human: { key: human, email: "ada@people.example" },
          agent: { slug: "claude-code", key: "agent|claude-code" },
          instance: { id: instance.id, clientName: "ada-agent", clientVersion: "7.1.0", protocolVersion: version },
          resource: { type: "server", key: "town", name: "Town" },
          server: "town",
          tool: { level: "medium" },
          check: { user: "agent|claude-code", action: event.tool?.slug, resource: "town:town" },
          policy: { name: "Allow what trust permits", effect: "allow", version: 1 },
          error: failing ? { type: "tool_error" } : null,
          traceId: trace.traceId,
          surface: "mcp",
        });
        expect(event.tool?.definitionHash).toMatch(/^[0-9a-f]{64}$/);
        expect(event.chain.map((step) => step.stage)).toEqual([
          "identity",
          "resource",
          "trust",
          "arguments",
          "policies",
        ]);
        expect(event.session === null).toBe(version === modern || upstream.sessionless === true);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
        expect(requestId).toMatch(/^req_/);
        expect(result).toMatchObject({ isError: failing, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
        expect(durationMs?.total).toBeGreaterThanOrEqual(durationMs?.upstream ?? 0);
      }
      if (upstream.progress)
        expect(events.find((e) => e.tool?.name === upstream.progress?.tool)?.result?.progress).toBe(
          upstream.progress.steps,
        );
    });
  }

const answer = (agent: SdkAgent, call: { tool: string; args: Record<string, unknown> }) =>
  agent.call(call.tool, call.args);

const text = (result: { content?: { text?: string }[] }): string =>
  (result.content ?? []).map((part) => part.text ?? "").join("\n");
