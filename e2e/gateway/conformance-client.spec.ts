import path from "node:path";
import { expect, test } from "@playwright/test";
import { startDriver } from "../support/gateway-as-client";
import { runSuite } from "../support/suite";
import { makeWorld } from "../support/world";

/*
 * The official suite for clients, with the gateway as the client: every scenario is a server that the gateway imports and uses for an
 * agent, with an account of its human's where it wants one. What is known is in `conformance/client.*.yml`, with reasons; the suite fails
 * when something else fails, and when something that is in there passes.
 */

/** How many scenarios the suite has of each, so that none is left out unseen. */
const revisions = { "2025-03-26": 2, "2025-11-25": 19, "2026-07-28": 33 };

for (const [revision, scenarios] of Object.entries(revisions))
  test(`the official conformance suite of ${revision} for clients finds nothing wrong with what the gateway asks of servers, except what is known`, async () => {
    // The suite starts them all at once; they are played one after the other.
    test.setTimeout(240_000);
    const driver = await startDriver(await makeWorld());
    const { code, lines } = await runSuite([
      ...["node_modules/@modelcontextprotocol/conformance/dist/index.js", "client"],
      ...["--command", `${process.execPath} ask-driver.mjs ${driver.url}`, "--timeout", "200000"],
      ...["--suite", "all", "--spec-version", revision],
      ...["--expected-failures", path.resolve(`e2e/gateway/conformance/client.${revision}.yml`)],
      ...["--output-dir", test.info().outputPath("suite")],
    ]);
    await driver.stop();
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toContain(`(${scenarios} scenarios)`);
  });
