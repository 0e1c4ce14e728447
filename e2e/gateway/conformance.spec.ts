import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { startConformanceFixture } from "../outside/conformance-fixture.mjs";
import { startSidecar } from "../support/bearer-sidecar";
import { runSuite } from "../support/suite";
import { makeWorld } from "../support/world";

/*
 * The official suite for servers, against the gateway: what is behind it passes the whole suite by itself, so whatever fails
 * here is the gateway's doing. What it does not do yet is in `conformance/*.yml`, with reasons; the suite fails when
 * something else fails, and when something that is in there passes.
 */

/** How many scenarios the suite has of each, so that none is left out unseen. */
const revisions = { "2025-11-25": 33, "2026-07-28": 40 };

/** Scenarios of the tasks extension: the suite runs those of extensions by their names only. */
const tasks = [
  ...["lifecycle", "capability-negotiation", "wire-fields", "request-state-removal", "mrtr-input", "request-headers"],
  ...["dispatch-and-envelope", "required-task-error", "mrtr-composition"],
];

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
    const sidecar = await behindGateway(upstream.url);
    const known = path.resolve(`e2e/gateway/conformance/${revision}.yml`);
    const { code, lines } = await inspect(sidecar.url, revision, "--expected-failures", known);
    await sidecar.stop();
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toContain(`(${scenarios} scenarios)`);
  });
}

test("the official suite finds nothing wrong with tasks of 2026-07-28, neither at the upstream nor behind the gateway", async ({
  upstream,
}) => {
  test.setTimeout(300_000);
  const sidecar = await behindGateway(upstream.url);
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

/** The upstream as a server of an environment, and a way in that brings the token along. */
async function behindGateway(url: string) {
  const world = await makeWorld();
  await world.addServer("conformance", url);
  const human = await world.addHuman("alice");
  await world.grant(human, "conformance", "high");
  const { token } = await world.addInstance(human, [{ server: "conformance", level: "high" }]);
  return startSidecar(world.mcpUrl("conformance"), token);
}
