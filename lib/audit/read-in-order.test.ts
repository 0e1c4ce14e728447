import { expect, test } from "@playwright/test";
import pg from "pg";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant } from "@/prisma/world/make-tenant";
import { exportEvents } from "./export/export-events";
import { queryAudit } from "./query";
import { AuditSearch } from "./search";

/** Runs `work` and gives, for each time that it read events, whether the planner might sort. */
async function sortingIn(work: () => Promise<unknown>): Promise<string[]> {
  const allowed: string[] = [];
  const { query } = pg.Client.prototype;
  // Pools hand over a callback; what is read of events is awaited, and comes with a text and its values alone.
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const ask = (...args: unknown[]) =>
      Reflect.apply<typeof this, unknown[], ReturnType<typeof JSON.parse>>(query as never, this, args);
    const [text, values, ...more] = given;
    if (typeof text !== "string" || more.length > 0 || !/FROM audit\.event e WHERE .* ORDER BY e\.id/s.test(text))
      return ask(...given);
    return ask("SHOW enable_sort").then(({ rows }: { rows: { enable_sort: string }[] }) => {
      allowed.push(...rows.map((row) => row.enable_sort));
      return ask(text, values);
    });
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return allowed;
}

// Which plan is chosen depends on how much there is; `npm run bench:audit` looks at plans of ten million rows.
test("a page, and a batch of an export, is read in the order that an index holds: what matches may not be fetched to be sorted", async () => {
  const world = await makeTenant();
  await makeCall(world, { human: "ada", policy: "pol_trust" });
  const search = AuditSearch.parse({ human: ["human|ada"], policy: ["pol_trust"] });
  const ctx = world.ctx("viewer");
  expect(await sortingIn(() => queryAudit(ctx, search))).toEqual(["off"]);
  const inExport = await sortingIn(async () => {
    for await (const _ of exportEvents(ctx, search, { format: "jsonl" })) {
      // Only read.
    }
  });
  expect(new Set(inExport)).toEqual(new Set(["off"]));
});
