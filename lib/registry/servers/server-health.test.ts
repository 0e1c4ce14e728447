import { expect, test } from "@playwright/test";
import { readServerCalls } from "@/lib/audit/server-calls";
import { recordEvent } from "@/lib/audit/write";
import { holdClock } from "@/lib/kernel/clock";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeCall } from "@/prisma/world/make-calls";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { afterFailure, failingForMs, failuresToOpen, openMsFirst } from "../circuits/circuit-state";
import { moveCircuit } from "../circuits/circuits";
import { getServerHealth, healthWindowMs } from "./get-server-health";
import { listServerStates } from "./list-server-states";

const down = { type: "upstream_timeout", message: "The server did not answer for 120 seconds." };

test("the health of a server is that of its own calls: another server's and another tenant's never count", async () => {
  const here = await makeTenant();
  const there = await makeTenant({ organization: here.organization });
  const [bank, other, theirs] = [
    await makeServer(here, { key: "bank" }),
    await makeServer(here, { key: "mail" }),
    await makeServer(there, { key: "bank" }),
  ];
  const durationMs = { policy: 0.5, upstream: 40.2, total: 42.9 };
  await makeCall(here, { server: "bank", serverId: bank.id, durationMs });
  await makeCall(here, { server: "bank", serverId: bank.id, outcome: "denied" });
  const toolError = { type: "tool_error", message: "No such account." };
  await makeCall(here, { server: "bank", serverId: bank.id, outcome: "error", error: toolError, durationMs });
  for (let i = 0; i < 4; i += 1)
    await makeCall(there, { server: "bank", serverId: theirs.id, outcome: "error", error: down });
  const failed = await makeCall(here, { server: "mail", serverId: other.id, outcome: "error", error: down });

  const ctx = here.ctx("viewer");
  expect(await getServerHealth(ctx, "bank")).toMatchObject({
    server: "bank",
    state: "healthy",
    calls: { total: 3, success: 1, toolError: 1, failed: 0, denied: 1, other: 0 },
    shares: { success: 0.3333, toolError: 0.3333, failed: 0, denied: 0.3333 },
    upstreamMs: { p50: 40, p99: 40 },
    gatewayMs: { p50: 3, p99: 3 },
    lastFailure: null,
    window: { complete: true },
  });
  expect(await getServerHealth(ctx, "mail")).toMatchObject({
    state: "degraded",
    lastSuccessAt: null,
    lastFailure: { ...down, eventId: failed },
  });
  expect(await getServerHealth(there.ctx("viewer"), "bank")).toMatchObject({ state: "failing", calls: { total: 4 } });

  // Ids of another tenant name nothing here, and the list says of each what its own page says.
  const states = await listServerStates(ctx, [bank, other, theirs]);
  expect([...states].map(([id, { state }]) => [id, state])).toEqual([
    [bank.id, "healthy"],
    [other.id, "degraded"],
    [theirs.id, "unknown"],
  ]);
  await expect(getServerHealth(ctx, theirs.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a server that this process leaves alone is failing although nobody called it, here and not in another tenant", async () => {
  const [here, there] = [await makeTenant(), await makeTenant()];
  const bank = await makeServer(here, { key: "bank" });
  const theirs = await makeServer(there, { key: "bank" });
  const atMs = Date.now();
  // Lists that fail are no calls, and are not in the log.
  for (let i = 0; i < failuresToOpen; i += 1)
    moveCircuit(here.tenant.no, bank, (circuit) =>
      afterFailure(circuit, i === 0 ? atMs - failingForMs : atMs, { type: down.type, message: down.message }),
    );
  const ctx = here.ctx("viewer");
  expect(await getServerHealth(ctx, "bank")).toMatchObject({
    state: "failing",
    reason: expect.stringContaining(down.message),
    circuit: { state: "open", lastError: down },
    calls: { total: 0 },
  });
  expect([...(await listServerStates(ctx, [bank])).values()]).toMatchObject([{ state: "failing" }]);
  expect(await getServerHealth(there.ctx("viewer"), "bank")).toMatchObject({
    state: "unknown",
    circuit: { state: "closed" },
  });
  expect([...(await listServerStates(there.ctx("viewer"), [theirs])).values()]).toMatchObject([{ state: "unknown" }]);
  const letGo = holdClock(() => atMs + openMsFirst);
  expect((await getServerHealth(ctx, "bank").finally(letGo)).circuit.state).toBe("half_open");
});

test("what is older than a day does not count, and of more calls the newest", async () => {
  const world = await makeTenant();
  const { id } = await makeServer(world, { key: "bank" });
  await makeCall(world, { server: "bank", serverId: id, outcome: "error", error: down });
  const ctx = world.ctx("admin");
  expect(await getServerHealth(ctx, "bank")).toMatchObject({ state: "degraded", calls: { total: 1 } });
  const letGo = holdClock(() => Date.now() + healthWindowMs + 60_000);
  const tomorrow = await getServerHealth(ctx, "bank").finally(letGo);
  expect(tomorrow).toMatchObject({ state: "unknown", calls: { total: 0 }, shares: null });

  for (let i = 0; i < 3; i += 1) await makeCall(world, { server: "bank", serverId: id });
  const trace = (await readServerCalls(ctx, [id], { sinceMs: 0, max: 3 })).get(id);
  expect(trace?.calls.map(({ outcome }) => outcome)).toEqual(["success", "success", "success"]);
});

test("the newest test of a connection is part of the health of its server only", async () => {
  const world = await makeTenant();
  const bank = await makeServer(world, { key: "bank" });
  await makeServer(world, { key: "mail" });
  const ctx = world.ctx("admin");
  const tested = (outcome: "success" | "error") =>
    recordEvent(ctx, {
      type: "resource.tested",
      outcome,
      refs: { resource: { id: bank.id, key: bank.key } },
      error: outcome === "error" ? { type: "refused", message: "Nothing listens." } : null,
    });
  await tested("success");
  await tested("error");
  expect(await getServerHealth(ctx, "bank")).toMatchObject({
    state: "failing",
    reason: "The last test of its connection failed. Nothing listens.",
    lastTest: { ok: false },
  });
  await tested("success");
  expect(await getServerHealth(ctx, "bank")).toMatchObject({ state: "healthy", lastTest: { ok: true, message: null } });
  expect(await getServerHealth(ctx, "mail")).toMatchObject({ state: "unknown", lastTest: null });
});

test("who may not read servers or events, and every human, is refused", async () => {
  const world = await makeTenant();
  const { id } = await makeServer(world, { key: "bank" });
  const human = humanCtx(world, await makeHuman(world));
  for (const ctx of [world.keyCtx("servers:read"), world.keyCtx("events:read"), human]) {
    await expect(getServerHealth(ctx, "bank")).rejects.toMatchObject({ code: "forbidden" });
    await expect(listServerStates(ctx, [{ id, url: "" }])).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(readServerCalls({ ...human, scopes: ["*"] }, [id], { sinceMs: 0, max: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
});
