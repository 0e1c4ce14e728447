import { expect, test } from "@playwright/test";
import { sql } from "../support/database";
import { makeWorld } from "../support/world";
import { cli } from "./world";

/** Retention, legal holds and the health of the log by the API and the command line. */

test("retention is read and changed with the version that was read; a wrong value is refused in words", async () => {
  const { api, events } = await makeWorld();
  const before = await api.get<{ version: number }>("retention");
  expect(before).toMatchObject({ days: 400, payloadDays: 30, version: 0, cutsBefore: expect.stringMatching(/Z$/) });
  const change = { days: 365, payloadDays: 0, version: before.version };
  expect(await api.put("retention", change)).toEqual({ days: 365, payloadDays: 0, version: 1 });
  expect((await api.ask("PUT", "retention", change)).status).toBe(409);
  const short = await api.ask("PUT", "retention", { ...change, days: 7, version: 1 });
  expect([short.status, short.text]).toEqual([422, expect.stringContaining("from 30 to 3650")]);
  expect(await api.get("retention/preview?days=30")).toMatchObject({ events: 0, months: 0, someHeld: false });
  expect((await api.ask("GET", "retention/preview?days=1")).status).toBe(422);
  expect(await events({ type: "audit.retention_changed" })).toHaveLength(1);
});

test("a hold is placed, listed and released, and the health of the log counts it", async () => {
  const { api } = await makeWorld();
  const hold = await api.post<{ id: string }>("holds", { reason: "Case 9", from: "2026-01-01T00:00:00Z" });
  expect(hold).toMatchObject({ scope: { from: "2026-01-01T00:00:00.000Z" }, releasedAt: null });
  expect((await api.ask("POST", "holds", { reason: "Case 9", server: "nothing" })).status).toBe(422);
  expect(await api.get("log/health")).toMatchObject({
    state: expect.stringMatching(/^(fine|behind|attention)$/),
    checks: expect.arrayContaining([expect.objectContaining({ id: "completeness", state: "fine" })]),
    figures: { retention: { activeHolds: 1 }, partitions: { monthsAhead: 2 }, completeness: { doubles: 0 } },
  });
  expect((await api.ask("DELETE", `holds/${hold.id}`)).status).toBe(204);
  expect((await api.ask("DELETE", `holds/${hold.id}`)).status).toBe(404);
  expect(await api.get("holds")).toMatchObject({
    items: [{ id: hold.id, releasedAt: expect.any(String) }],
    nextCursor: null,
  });
});

test("a key sees of it what its scopes say", async () => {
  const world = await makeWorld();
  const keyOf = async (...scopes: string[]) =>
    (await world.api.post<{ key: string }>("keys", { name: "K", scopes })).key;
  const status = async (key: string, method: string, path: string, body?: object) =>
    (
      await fetch(`${world.baseUrl}/api/v1/${world.tenant}/${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    ).status;
  const [reader, auditor] = [await keyOf("tenant:read"), await keyOf("events:read")];
  expect(await status(reader, "GET", "retention")).toBe(200);
  expect(await status(reader, "GET", "log/health")).toBe(403);
  expect(await status(reader, "PUT", "retention", { days: 30, payloadDays: 0, version: 0 })).toBe(403);
  expect(await status(reader, "POST", "holds", { reason: "r" })).toBe(403);
  expect(await status(auditor, "GET", "log/health")).toBe(200);
  expect(await status(auditor, "GET", "holds")).toBe(403);
});

test("the command line applies retention now, and says what went", async () => {
  test.setTimeout(180_000);
  // A process is started each time, on a machine that may be busy.
  const patient = expect.configure({ timeout: 60_000 });
  const world = await makeWorld();
  await world.api.put("retention", { days: 30, payloadDays: 30, version: 0 });
  const apply = async () => {
    const { code, stdout, stderr } = await cli("audit", "retention", "apply", "--tenant", world.tenant, "--json");
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as { running: boolean; cuts: object[] };
  };
  await patient.poll(async () => (await apply()).running).toBe(false);
  expect(await apply()).toEqual({ running: false, cuts: [] });

  await sql("SELECT audit.ensure_partition((now() - interval '100 days')::date)");
  await sql(
    `INSERT INTO audit.event (tenant_no, id, occurred_at, type_no, outcome, body, leaf)
     SELECT no, audit.uuid7_floor(now() - interval '100 days'), now() - interval '100 days', 1, 1, '{}', sha256('x')
     FROM tenant WHERE slug = $1`,
    [world.tenant],
  );
  // When the server has sealed it.
  await patient.poll(async () => (await apply()).cuts.length + (await appliedTo(world)).length).toBeGreaterThan(0);
  expect(await appliedTo(world)).toMatchObject([{ actor: { type: "system", key: "retention" }, outcome: "success" }]);

  const nowhere = await cli("audit", "retention", "apply", "--tenant", "no-such-place");
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining("no-such-place")]);
});

const appliedTo = (world: Awaited<ReturnType<typeof makeWorld>>) => world.events({ type: "audit.retention_applied" });
