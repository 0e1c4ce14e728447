import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { checks } from "@/lib/policy/runs";
import { deleteHuman } from "@/lib/registry/humans/delete-human";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeCall } from "@/prisma/world/make-calls";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import type { AuditEvent } from "./event";
import { exportEvents } from "./export/export-events";
import { pollAudit } from "./poll";
import { getEvent, queryAudit } from "./query";
import { countCalls, recordedCall, recordedCalls } from "./recorded-calls";
import { AuditSearch } from "./search";
import { suggestValues } from "./suggest";
import { summarizeAudit } from "./summarize";
import { recordEvent } from "./write";

const people = ["ada", "grace", "adam"] as const;
type Person = (typeof people)[number];
const ctxOf = (world: World, person: Person) =>
  humanCtx(world, { id: `hum_${person}`, key: `human|${person}`, name: null, email: null });

const calls = fc.array(
  fc.record({
    human: fc.constantFrom(...people),
    // All of them through the same few clients: nothing but the human tells their calls apart.
    agent: fc.constantFrom("cursor", "codex"),
    server: fc.constantFrom("bank", "mail"),
    tool: fc.constantFrom("transfer", "send"),
    outcome: fc.constantFrom("success", "denied", "error"),
    isChange: fc.boolean(),
  }),
  { minLength: 6, maxLength: 14 },
);

const one = <T>(...values: T[]) => fc.subarray(values, { maxLength: Math.min(values.length, 2) });
const searches = fc.record({
  human: one("human|ada", "human|grace", "ada@example.com", "Name of grace", "hum_adam"),
  agent: one("cursor", "agent|codex"),
  instance: one("ins_cursor_ada", "ins_cursor_grace"),
  server: one("bank", "mail"),
  tool: one("transfer"),
  outcome: one("success" as const, "denied" as const),
  decision: one("allow" as const, "deny" as const),
  type: one("gateway.tool.executed", "gateway.tool.error", "human.updated"),
  q: fc.constantFrom("", "cursor", "grace", "name of", "transfer bank", "human|ada"),
  order: fc.constantFrom("asc" as const, "desc" as const),
  limit: fc.integer({ min: 1, max: 5 }),
});

/** Every page of a search, by its cursors. */
async function readAll(ask: (cursor: string | undefined) => ReturnType<typeof queryAudit>): Promise<string[]> {
  const found: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found.map(({ id }) => id);
}

test("whatever is asked, a human finds of what was asked exactly what is their own, however the calls of all are mixed", async () => {
  await fc.assert(
    fc.asyncProperty(calls, fc.array(searches, { minLength: 3, maxLength: 5 }), async (made, asked) => {
      const [world, other] = [await makeTenant(), await makeTenant()];
      const owners = new Map<string, Person>();
      for (const { isChange, ...call } of made) {
        owners.set(await makeCall(world, call), call.human);
        await makeCall(other, call);
        if (isChange)
          await recordEvent(world.ctx("admin"), {
            type: "human.updated",
            human: { key: `human|${call.human}`, name: null, email: null },
            refs: { human: { id: `hum_${call.human}`, key: `human|${call.human}` } },
          });
      }
      for (const event of await readEvents(world))
        if (event.type === "human.updated")
          owners.set(event.id, people.find((person) => event.human?.key === `human|${person}`) ?? "ada");

      for (const person of people) {
        const ctx = ctxOf(world, person);
        const own = [...owners].filter(([, of]) => of === person).map(([id]) => id);
        expect([...(await readAll((cursor) => queryAudit(ctx, AuditSearch.parse({ cursor }))))].sort()).toEqual(
          [...own].sort(),
        );
        for (const search of asked) {
          const everybody = await readAll((cursor) =>
            queryAudit(world.ctx("owner"), AuditSearch.parse({ ...search, cursor })),
          );
          expect(await readAll((cursor) => queryAudit(ctx, AuditSearch.parse({ ...search, cursor })))).toEqual(
            everybody.filter((id) => owners.get(id) === person),
          );
        }
        for (const [id, of] of owners) {
          const found = getEvent(ctx, id);
          if (of === person) expect((await found).id).toBe(id);
          else await expect(found).rejects.toMatchObject({ code: "not_found" });
        }
      }
    }),
    checks(4, 60),
  );
});

test("a human's export holds their own events, says whose it is, and leaves its event under their authority", async () => {
  const world = await makeTenant();
  const mine = [await makeCall(world, { human: "ada" }), await makeCall(world, { human: "ada", outcome: "denied" })];
  await makeCall(world, { human: "grace" });
  let text = "";
  for await (const piece of exportEvents(ctxOf(world, "ada"), AuditSearch.parse({ human: ["human|grace"] }), {
    format: "jsonl",
  }))
    text += piece;
  expect(text).not.toContain("gateway.tool");
  text = "";
  for await (const piece of exportEvents(ctxOf(world, "ada"), AuditSearch.parse({ order: "asc" }), { format: "jsonl" }))
    text += piece;
  const lines = text
    .trim()
    .split("\n")
    .map((line): { id?: string; human?: { key: string } } => JSON.parse(line));
  const rows = lines.filter(({ id }) => id?.startsWith("evt_") === true);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(mine));
  for (const { human } of rows) expect(human?.key).toBe("human|ada");
  const [exported] = (await readEvents(world, { type: ["audit.exported"] })).slice(-1);
  expect(exported).toMatchObject({
    actor: { type: "human", key: "human|ada" },
    human: { key: "human|ada" },
    details: { query: expect.stringContaining("human=human%7Cada") },
  });
});

test("a cursor of one human means nothing to another", async () => {
  const world = await makeTenant();
  for (let i = 0; i < 3; i += 1) for (const human of ["ada", "grace"]) await makeCall(world, { human });
  const first = await queryAudit(ctxOf(world, "ada"), AuditSearch.parse({ limit: 1 }));
  expect(first.nextCursor).not.toBeNull();
  const again = AuditSearch.parse({ limit: 1, cursor: first.nextCursor ?? "" });
  await expect(queryAudit(ctxOf(world, "grace"), again)).rejects.toMatchObject({ code: "invalid" });
  await expect(queryAudit(world.ctx("owner"), again)).rejects.toMatchObject({ code: "invalid" });
});

test("what tells of the whole log is refused to a human", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, { human: "grace" });
  const ctx = ctxOf(world, "ada");
  const search = AuditSearch.parse({});
  const forbidden = { code: "forbidden" };
  await expect(pollAudit(ctx, search, "start")).rejects.toMatchObject(forbidden);
  await expect(summarizeAudit(ctx, search, ["human"])).rejects.toMatchObject(forbidden);
  await expect(suggestValues(ctx, "human", "", 10)).rejects.toMatchObject(forbidden);
  const window = { from: new Date(0), to: new Date(), max: 10 };
  await expect(countCalls(ctx, window)).rejects.toMatchObject(forbidden);
  await expect(recordedCalls(ctx, window).next()).rejects.toMatchObject(forbidden);
  await expect(recordedCall(ctx, id)).rejects.toMatchObject({ code: "not_found" });
});

test("who takes over the key of a deleted human does not take over what happened under them", async () => {
  const world = await makeTenant();
  const before = await makeHuman(world, { subject: "alice" });
  await deleteHuman(world.ctx("admin"), before.key);
  const after = await makeHuman(world, { subject: "alice" });
  expect(after.key).toBe(before.key);
  const { items } = await queryAudit(humanCtx(world, after), AuditSearch.parse({}));
  expect(items.map(({ type }) => type)).toEqual(["human.created"]);
});
