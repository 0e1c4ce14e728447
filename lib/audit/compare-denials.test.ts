import { expect, test } from "@playwright/test";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant } from "@/prisma/world/make-tenant";
import { compareDenials, denialFields } from "./compare-denials";
import { queryAudit } from "./query";
import { AuditSearch } from "./search";

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A stretch with denials, and one after it with others; gives its borders. */
async function makeStretches() {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const deny = (given: Parameters<typeof makeCall>[1]) => makeCall(world, { outcome: "denied", ...given });
  const start = Date.now();
  await deny({ agent: "cursor", tool: "transfer", reason: "TRUST_TOO_LOW" });
  await deny({ agent: "cursor", tool: "delete", reason: "NO_GRANT" });
  await makeCall(world, { agent: "codex" });
  await pause();
  const border = Date.now();
  for (let i = 0; i < 3; i += 1) await deny({ agent: "codex", tool: "transfer", reason: "TRUST_TOO_LOW" });
  await deny({ agent: "cursor", tool: "delete", reason: "NO_GRANT" });
  await makeCall(world, { agent: "codex" });
  await makeCall(other, { outcome: "denied", agent: "stranger" });
  await pause();
  // Equally long stretches: the first reaches back as far as the second reaches on.
  const to = border + Math.max(Date.now() - border, border - start + 1);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, to - Date.now())));
  return { world, range: { from: new Date(border).toISOString(), to: new Date(to).toISOString() } };
}

test("what rose is named with what it was before, and nothing of another tenant", async () => {
  const { world, range } = await makeStretches();
  const found = await compareDenials(world.ctx("viewer"), range);
  expect(found).toMatchObject({ ...range, total: { now: 4, before: 2 }, exact: true });
  expect(found.rose).toEqual({
    reason: [{ value: "TRUST_TOO_LOW", label: "TRUST_TOO_LOW", now: 3, before: 1 }],
    agent: [{ value: "codex", label: "The codex", now: 3, before: 0 }],
    tool: [{ value: "transfer", label: "transfer", now: 3, before: 1 }],
  });
});

test("the log, filtered by what a count is of, holds exactly as many events", async () => {
  const { world, range } = await makeStretches();
  const ctx = world.ctx("viewer");
  const { before, rose } = await compareDenials(ctx, range);
  for (const field of denialFields)
    for (const change of rose[field]) {
      const search = (from: string, to: string) =>
        queryAudit(ctx, AuditSearch.parse({ outcome: ["denied"], [field]: [change.value], from, to, limit: 200 }));
      expect((await search(range.from, range.to)).items, `${field} ${change.value}`).toHaveLength(change.now);
      expect((await search(before, range.from)).items, `${field} ${change.value} before`).toHaveLength(change.before);
    }
});

test("a stretch without length, or without denials, has nothing that rose", async () => {
  const world = await makeTenant();
  await makeCall(world, { outcome: "denied" });
  const to = new Date().toISOString();
  for (const from of [to, "2026-01-01T00:00:00.000Z", new Date(Date.now() + 60_000).toISOString()]) {
    const { total, rose } = await compareDenials(world.ctx("viewer"), {
      from,
      to: from < to ? "2026-01-02T00:00:00.000Z" : to,
    });
    expect({ total, rose }).toEqual({ total: { now: 0, before: 0 }, rose: { reason: [], agent: [], tool: [] } });
  }
});

test("a human, who reads their own events only, is refused", async () => {
  const world = await makeTenant();
  const asker = humanCtx(world, { id: "hum_1", key: "human|ada", email: null, name: null });
  const range = { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z" };
  await expect(compareDenials(asker, range)).rejects.toMatchObject({ code: "forbidden" });
  await expect(compareDenials(world.keyCtx("servers:read"), range)).rejects.toMatchObject({ code: "forbidden" });
});
