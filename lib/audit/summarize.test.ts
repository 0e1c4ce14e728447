import { expect, test } from "@playwright/test";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant } from "@/prisma/world/make-tenant";
import { sealLog } from "@/prisma/world/seal-log";
import { queryAudit } from "./query";
import { AuditSearch } from "./search";
import { suggestValues } from "./suggest";
import { summarizeAudit } from "./summarize";

async function makeLog() {
  const [world, other] = [await makeTenant(), await makeTenant()];
  for (let i = 0; i < 12; i += 1) {
    await makeCall(world, {
      agent: i < 8 ? "cursor" : "codex",
      human: i % 2 ? "ada" : "grace",
      outcome: i % 3 === 0 ? "denied" : "success",
    });
    await makeCall(other, { outcome: "error", agent: "stranger", human: "ada" });
  }
  return world;
}

test("the histogram counts what the search finds, in every length of time, sealed or not", async () => {
  const world = await makeLog();
  const ctx = world.ctx("viewer");
  for (const sealed of [false, true]) {
    if (sealed) await sealLog(world.tenant.no);
    for (const hours of [0.1, 1, 24, 24 * 30, 24 * 365])
      for (const given of [{}, { outcome: ["denied" as const] }, { agent: ["codex"] }, { q: "grace" }]) {
        const from = new Date(Date.now() - hours * 3_600_000).toISOString();
        const search = AuditSearch.parse({ ...given, from, limit: 200 });
        const { items } = await queryAudit(ctx, search);
        const { histogram } = await summarizeAudit(ctx, search, []);
        const where = `${hours} h ${JSON.stringify(given)} ${sealed}`;
        expect(histogram, where).toMatchObject({ total: items.length, exact: true, countedFrom: null });
        const denied = histogram.buckets.reduce((sum, bucket) => sum + bucket.denied, 0);
        expect(denied, where).toBe(items.filter(({ outcome }) => outcome === "denied").length);
        expect(histogram.buckets.length, where).toBeLessThanOrEqual(62);
      }
  }
});

test("facets count the values of a filter as if it were not set, and name them", async () => {
  const world = await makeLog();
  const search = AuditSearch.parse({ agent: ["codex"], type: ["gateway.tool.executed", "gateway.tool.error"] });
  const { facets } = await summarizeAudit(world.ctx("viewer"), search, ["agent", "human", "outcome", "type"]);
  expect(facets.agent).toEqual({
    values: [
      { value: "cursor", label: "The cursor", n: 8 },
      { value: "codex", label: "The codex", n: 4 },
    ],
    of: 12,
    exact: true,
  });
  expect(facets.human?.values).toEqual(
    expect.arrayContaining([
      { value: "human|ada", label: "Name of ada", n: 2 },
      { value: "human|grace", label: "Name of grace", n: 2 },
    ]),
  );
  expect(facets.outcome?.values).toEqual([
    { value: "success", label: "success", n: 3 },
    { value: "denied", label: "denied", n: 1 },
  ]);
  expect(facets.type?.values[0]).toMatchObject({ value: "gateway.tool.executed", n: 3 });
});

test("a log without events has an empty histogram", async () => {
  const world = await makeTenant();
  const { histogram } = await summarizeAudit(world.ctx("viewer"), AuditSearch.parse({ q: "nothing at all" }), []);
  expect(histogram).toMatchObject({ total: 0, exact: true });
});

test("values are suggested by any part of a name, key or e-mail, the beginning first, and only of one's own tenant", async () => {
  const world = await makeLog();
  const ctx = world.ctx("viewer");
  expect(await suggestValues(ctx, "human", "ADA@example", 10)).toEqual([
    { value: "human|ada", label: "Name of ada", note: "human|ada" },
  ]);
  expect((await suggestValues(ctx, "agent", "co", 10)).map(({ value }) => value)).toEqual(["codex"]);
  expect((await suggestValues(ctx, "agent", "", 10)).map(({ value }) => value)).toEqual(["codex", "cursor"]);
  expect(await suggestValues(ctx, "agent", "stranger", 10)).toEqual([]);
  expect(await suggestValues(ctx, "server", "%", 10)).toEqual([]);
  expect(await suggestValues(ctx, "tool", "trans", 10)).toEqual([{ value: "transfer", label: "transfer" }]);
});
