import { expect, test } from "@playwright/test";
import { write } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { afterFailure, failingForMs, failuresToOpen, openMsFirst } from "./circuit-state";
import { toCircuitView } from "./circuit-view";
import { admitTo, circuitOf, moveCircuit } from "./circuits";
import { closeCircuit, hearClosedCircuits } from "./close-circuit";

const last = { type: "upstream_5xx", message: "The server failed (HTTP 503)." };

/** A server of a tenant whose circuit is open here from `atMs` on. */
async function broken(world: World, key: string, atMs = nowMs()) {
  const server = await makeServer(world, { key });
  for (let i = 0; i < failuresToOpen; i += 1)
    moveCircuit(world.tenant.no, server, (circuit) =>
      afterFailure(circuit, i === 0 ? atMs - failingForMs : atMs, last),
    );
  return server;
}

test("a circuit is told as it is at the time of asking: open, to be tried, closed", async () => {
  const world = await makeTenant();
  const atMs = Date.parse("2026-11-22T12:00:00Z");
  const server = await broken(world, "bank", atMs);
  const circuit = circuitOf(world.tenant.no, server);
  const told = { failingSince: "2026-11-22T11:59:59.000Z", retryAt: "2026-11-22T12:00:10.000Z", lastError: last };
  expect(toCircuitView(circuit, atMs + openMsFirst - 1)).toEqual({ state: "open", ...told });
  expect(toCircuitView(circuit, atMs + openMsFirst)).toEqual({ state: "half_open", ...told });
  const closed = { state: "closed", failingSince: null, retryAt: null, lastError: null };
  expect(toCircuitView(undefined, atMs)).toEqual(closed);
  expect(toCircuitView(afterFailure(undefined, atMs, last), atMs)).toEqual(closed);
  // At another address it is another server.
  expect(circuitOf(world.tenant.no, { ...server, url: "https://moved.example/mcp" })).toBeUndefined();
});

test("a circuit that is closed anywhere is closed in every process that hears of it, with the commit, and no other one is", async () => {
  const [here, there] = [await makeTenant(), await makeTenant()];
  const [bank, mail, theirs] = [await broken(here, "bank"), await broken(here, "mail"), await broken(there, "bank")];
  const isOpen = (world: World, server: typeof bank) => admitTo(world.tenant.no, server) !== undefined;
  const stop = hearClosedCircuits();
  try {
    const close = (world: World, id: string, fails = false) =>
      write(world.ctx("admin"), async (tx, record) => {
        record.nothing("Only a process is told.");
        await closeCircuit(tx, world.tenant.no, id);
        if (fails) throw new Error("Not now.");
      });
    await expect(close(here, bank.id, true)).rejects.toThrow("Not now.");
    // Of the wrong tenant, and one that nobody has: neither reaches the others. What comes later is heard later.
    await close(there, bank.id);
    await expect
      .poll(async () => {
        // A process that has only begun to listen has missed what came before.
        await close(there, theirs.id);
        return isOpen(there, theirs);
      })
      .toBe(false);
    expect([isOpen(here, bank), isOpen(here, mail)]).toEqual([true, true]);
    await close(here, bank.id);
    await expect.poll(() => isOpen(here, bank)).toBe(false);
    expect(isOpen(here, mail)).toBe(true);
  } finally {
    stop();
  }
});
