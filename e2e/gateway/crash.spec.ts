import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openIntents } from "../support/database";
import { expect, test } from "../support/scene";
import { startServer } from "../support/server";

const kills = 10;
const callers = 12;

/** What a caller knows of one call: the trace it was made under, and the receipt where one came back. */
type Made = { trace: string; receipt: string | undefined };

test("killed at ten random moments under load: no call is lost, none is doubled, the interrupted ones say unknown", async ({
  scene,
}) => {
  test.setTimeout(360_000);
  const { world, upstream, instance } = scene;
  let server = await startServer();
  const port = Number(new URL(server.url).port);
  const url = world.at(server.url).mcpUrl("fixture");
  const made: Made[] = [];
  let running = true;

  const caller = async () => {
    while (running) {
      const trace = randomBytes(16).toString("hex");
      const receipt = await call(url, instance.token, trace).catch(() => undefined);
      made.push({ trace, receipt });
      // A server that is not there refuses at once; the next try may wait a moment.
      if (receipt === undefined) await sleep(20);
    }
  };
  const loops = Array.from({ length: callers }, caller);

  /** Waits until every caller has had a call or two since now: a busy machine needs longer to get under way. */
  const underLoad = async () => {
    const before = await upstream.count();
    await expect.poll(() => upstream.count(), { timeout: 30_000 }).toBeGreaterThan(before + 2 * callers);
  };
  for (let n = 0; n < kills; n += 1) {
    await underLoad();
    await sleep(Math.random() * 100);
    await server.kill();
    server = await startServer({ port });
  }
  await underLoad();
  running = false;
  await Promise.all(loops);

  await expect.poll(() => openIntents(world.tenant), { timeout: 40_000 }).toBe(0);
  await server.stop();

  const events = await world.calls();
  const byTrace = new Map(events.map((event) => [event.traceId, event]));
  expect(byTrace.size, "no call has two terminal events").toBe(events.length);

  const arrived: { headers: Record<string, unknown> }[] = await upstream.calls();
  const reached = arrived.map((one) => String(one.headers["traceparent"]).split("-")[1] ?? "");
  expect(reached.length).toBeGreaterThan(kills);
  expect(
    reached.filter((trace) => !byTrace.has(trace)),
    "nothing reached the upstream unrecorded",
  ).toEqual([]);

  const answered = made.filter((one) => one.receipt !== undefined);
  expect(answered.length).toBeGreaterThan(kills);
  for (const { trace, receipt } of answered)
    expect(byTrace.get(trace), "every answer has the event that its receipt names").toMatchObject({
      id: receipt,
      outcome: "success",
    });

  const interrupted = events.filter((event) => event.outcome === "unknown");
  expect(interrupted.length, "some calls were under way when the server was killed").toBeGreaterThan(0);
  for (const event of interrupted)
    expect(event).toMatchObject({ type: "gateway.tool.error", error: { type: "outcome_unknown" }, decision: "allow" });
  expect(events.every((event) => event.outcome === "success" || event.outcome === "unknown")).toBe(true);
});

/** Makes one call that takes a moment, and gives the event that its receipt names. */
async function call(url: string, token: string, trace: string): Promise<string | undefined> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "slow",
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: trace,
      method: "tools/call",
      params: {
        name: "slow",
        arguments: { ms: 5 + Math.floor(Math.random() * 60) },
        _meta: {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {},
        },
      },
    }),
  });
  return /"countersign\/auditEvent":\{"id":"(evt_[a-z0-9]+)"/.exec(await response.text())?.[1];
}
