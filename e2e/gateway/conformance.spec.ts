import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { startConformanceFixture } from "../outside/conformance-fixture.mjs";
import { inNamesOf } from "../support/aggregate-names";
import { startSidecar } from "../support/bearer-sidecar";
import { runSuite } from "../support/suite";
import { makeWorld } from "../support/world";

/*
 * The official suite for servers, against the gateway: what is behind it passes the whole suite by itself, so whatever fails
 * here is the gateway's doing. What it does not do is in `conformance/*.yml`, with reasons; the suite fails when
 * something else fails, and when something that is in there passes.
 */

/** How many scenarios the suite has of each, so that none is left out unseen. */
const revisions = { "2025-11-25": 33, "2026-07-28": 40 };

/** Scenarios of the tasks extension: the suite runs those of extensions by their names only. */
const tasks = [
  ...["lifecycle", "capability-negotiation", "wire-fields", "request-state-removal", "mrtr-input", "request-headers"],
  ...["dispatch-and-envelope", "required-task-error", "mrtr-composition"],
];

type Endpoint = "server" | "aggregate";

const test = base.extend<{ upstream: { url: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs.
  upstream: async ({}, use) => {
    const upstream = await startConformanceFixture();
    await use(upstream);
    await upstream.stop();
  },
});

// `--requirements` would let scenarios pass that are younger than their revision; this takes all but the extensions.
const inspect = (url: string, revision: string, ...args: string[]) =>
  runSuite([
    ...["node_modules/@modelcontextprotocol/conformance/dist/index.js", "server"],
    ...["--url", url, "--suite", "all", "--spec-version", revision, ...args],
    // What was asked and answered, for whoever looks at a failure.
    ...["--output-dir", test.info().outputPath("suite")],
  ]);

for (const [revision, scenarios] of Object.entries(revisions)) {
  test(`the official conformance suite of ${revision} finds nothing wrong with the upstream that the gateway is tested with`, async ({
    upstream,
  }) => {
    const { code, lines } = await inspect(upstream.url, revision);
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toContain(`(${scenarios} scenarios)`);
    expect(lines.at(-1)).toMatch(/^Total: \d+ passed, 0 failed$/);
  });

  test(`the official conformance suite of ${revision} finds nothing wrong with that upstream behind the gateway, except what is known`, async ({
    upstream,
  }) => {
    test.setTimeout(120_000);
    const { code, lines } = await inspectBehind(upstream.url, revision, "server");
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toContain(`(${scenarios} scenarios)`);
  });

  test(`the official conformance suite of ${revision} finds nothing wrong with that upstream at the endpoint of all servers, except what is known`, async ({
    upstream,
  }) => {
    test.setTimeout(120_000);
    const { code, lines } = await inspectBehind(upstream.url, revision, "aggregate");
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toContain(`(${scenarios} scenarios)`);
  });
}

test("the official suite finds nothing wrong with tasks of 2026-07-28, neither at the upstream nor behind the gateway", async ({
  upstream,
}) => {
  test.setTimeout(300_000);
  const sidecar = await behindGateway(upstream.url, "server");
  for (const url of [upstream.url, sidecar.url])
    for (const scenario of tasks) {
      const { code, lines } = await runSuite([
        ...["node_modules/@modelcontextprotocol/conformance/dist/index.js", "server", "--url", url],
        ...["--scenario", `tasks-${scenario}`, "--spec-version", "2026-07-28", "--force"],
        ...["--output-dir", test.info().outputPath("suite")],
      ]);
      expect(code, lines.join("\n")).toBe(0);
      expect(lines.join("\n")).toMatch(/Passed: ([1-9]\d*)\/\1, 0 failed, 0 warnings/);
    }
  await sidecar.stop();
});

/** What each revision's clients have to put up with behind a server that speaks only the other era. */
const otherEra = { "2025-11-25": "modern", "2026-07-28": "legacy" } as const;

for (const [revision, era] of Object.entries(otherEra))
  test(`the official conformance suite of ${revision} finds of a server that speaks only the other era what is known, and no more`, async () => {
    test.setTimeout(120_000);
    const upstream = await startConformanceFixture({ era });
    const { code, lines } = await inspectBehind(upstream.url, revision, "server", "bridge");
    await upstream.stop();
    expect(code, lines.join("\n")).toBe(0);
  });

/** The suite against an upstream behind the gateway, at its own endpoint or as the only one of the endpoint of all servers. */
async function inspectBehind(url: string, revision: string, endpoint: Endpoint, known: string = endpoint) {
  const sidecar = await behindGateway(url, endpoint);
  const baseline = path.resolve(`e2e/gateway/conformance/${known}.${revision}.yml`);
  const found = await inspect(sidecar.url, revision, "--expected-failures", baseline);
  await sidecar.stop();
  return found;
}

/** The upstream as the one server of an environment, and a way in that brings the token along. */
async function behindGateway(url: string, endpoint: Endpoint) {
  const world = await makeWorld();
  await world.addServer("conformance", url);
  const human = await world.addHuman("alice");
  await world.grant(human, "conformance", "high");
  const { token } = await world.addInstance(human, [{ server: "conformance", level: "high" }]);
  return endpoint === "server"
    ? startSidecar(world.mcpUrl("conformance"), token)
    : startSidecar(world.baseUrl + paths.mcp(world.tenant), token, inNamesOf("conformance"));
}
