import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { checks } from "@/lib/policy/runs";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant, unique, type World } from "@/prisma/world/make-tenant";
import { catalog } from "./catalog";
import type { AuditEvent } from "./event";
import { getEvent, queryAudit } from "./query";
import { AuditSearch, toWords } from "./search";
import { recordEvent } from "./write";

const find = async (world: World, search: Partial<AuditSearch>): Promise<string[]> => {
  const { items } = await queryAudit(world.ctx("viewer"), AuditSearch.parse({ limit: 200, ...search }));
  return items.map(({ id }) => id);
};

const agents = ["cursor", "claude-code", "codex"];
const humans = ["ada", "grace", "adam"];
const servers = ["bank", "mail"];
const tools = ["transfer", "send", "list_all"];
const outcomes = ["success", "denied", "error"] as const;
const reasons = ["ALLOWED", "TRUST_TOO_LOW", "NO_GRANT"];
const policies = ["pol_trust", "pol_large"];
const notes = ["invoice 4711", "hello world", "ada was here"];

const pick = <T>(values: readonly T[], i: number): T => {
  const value = values[i % values.length];
  if (value === undefined) throw new Error("Nothing to pick.");
  return value;
};

/** Two tenants whose things have the same keys, with calls of all kinds and some changes. */
async function makeLogs(): Promise<{ world: World; events: AuditEvent[]; notes: Map<string, string> }> {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const noteOf = new Map<string, string>();
  for (let i = 0; i < 90; i += 1) {
    const outcome = pick(outcomes, Math.floor(i / 2));
    const call = {
      agent: pick(agents, i),
      human: pick(humans, Math.floor(i / 3)),
      server: pick(servers, Math.floor(i / 5)),
      tool: pick(tools, Math.floor(i / 7)),
      outcome,
      reason: outcome === "denied" ? pick(reasons.slice(1), i) : "ALLOWED",
      policy: pick(policies, Math.floor(i / 4)),
      note: pick(notes, Math.floor(i / 11)),
    };
    noteOf.set(await makeCall(world, call), call.note);
    if (i % 9 === 0) await makeCall(other, call);
    if (i % 10 === 0)
      await recordEvent(world.ctx("admin"), {
        type: i % 20 === 0 ? "policy.updated" : "grant.created",
        resource: { type: "policy", key: "pol_large", name: "Large amounts" },
        refs: { policy: { id: "pol_large", key: "pol_large" } },
      });
  }
  const { items } = await queryAudit(world.ctx("viewer"), AuditSearch.parse({ limit: 200 }));
  return { world, events: items, notes: noteOf };
}

/** What a search must find, told from the events themselves. */
function matches(event: AuditEvent, search: AuditSearch, note: string | undefined): boolean {
  const among = (wanted: readonly string[], ...has: readonly (string | null | undefined)[]) =>
    wanted.length === 0 || wanted.some((value) => has.includes(value));
  return (
    among(search.type, event.type) &&
    among(search.outcome, event.outcome) &&
    among(search.decision, event.decision) &&
    among(search.agent, event.agent?.slug, event.agent?.key) &&
    among(search.instance, event.instance?.id) &&
    among(search.human, event.human?.key, event.human?.email, event.human?.name) &&
    among(search.server, event.server) &&
    among(search.tool, event.tool?.name) &&
    among(search.policy, event.policy?.id, event.resource?.type === "policy" ? event.resource.key : null) &&
    among(search.reason, event.reason?.code) &&
    (search.from === undefined || event.occurredAt >= search.from) &&
    (search.to === undefined || event.occurredAt < search.to) &&
    toWords(search.q).every((word) => hasWord(event, word, note))
  );
}

function hasWord(event: AuditEvent, word: string, note: string | undefined): boolean {
  const { agent, human, instance, resource, tool, policy, reason } = event;
  const named = [
    ...[agent?.slug, agent?.name, human?.key, human?.name, human?.email, instance?.id, instance?.label],
    ...[event.server, resource?.key, resource?.name, tool?.name, tool?.slug, policy?.id, policy?.name, reason?.code],
    ...[event.actor.type === "agent" ? null : event.actor.key, event.actor.type === "agent" ? null : event.actor.name],
    ...[event.type, Object.entries(catalog).find(([type]) => type === event.type)?.[1].title],
  ];
  return (
    named.some((name) => name?.toLowerCase().includes(word) === true) ||
    [event.id, event.traceId, event.outcome, note, ...(note ?? "").split(" ").filter((w) => w.length > 2)].includes(
      word,
    )
  );
}

test("a search finds exactly the events that match it, whatever it combines", async () => {
  test.slow();
  const { world, events, notes: noteOf } = await makeLogs();
  const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 0, maxLength: 2 });
  const at = fc.constantFrom(...events.map(({ occurredAt }) => occurredAt));
  const word = fc.constantFrom(
    "ada",
    "4711",
    "large",
    "transfer",
    "LAPTOP",
    "denied",
    "trust",
    "bank",
    "cod",
    "hello world",
  );
  const searches = fc.record(
    {
      type: some(["gateway.tool.executed", "gateway.tool.error", "policy.updated", "grant.created", "tenant.created"]),
      outcome: some(outcomes),
      decision: some(["allow", "deny"] as const),
      agent: some(["cursor", "agent|codex", "nobody"]),
      instance: some(["ins_cursor_ada", "ins_codex_grace"]),
      human: some(["human|ada", "grace@example.com", "Name of adam"]),
      server: some(servers),
      tool: some(tools),
      policy: some(policies),
      reason: some(reasons),
      q: fc.array(word, { maxLength: 2 }).map((words) => words.map((w) => (w.includes(" ") ? `"${w}"` : w)).join(" ")),
      from: at,
      to: at,
      order: fc.constantFrom("asc" as const, "desc" as const),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(searches, fc.integer({ min: 1, max: 40 }), async (given, limit) => {
      const search = AuditSearch.parse(given);
      const wanted = events.filter((event) => matches(event, search, noteOf.get(event.id))).map(({ id }) => id);
      if (search.order === "asc") wanted.reverse();
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await queryAudit(world.ctx("viewer"), { ...search, limit, ...(cursor && { cursor }) });
        assert.ok(page.items.length <= limit);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(found, wanted);
    }),
    checks(150, 4_000),
  );
});

test("a filter that names nothing the log knows finds nothing, and never more", async () => {
  const world = await makeTenant();
  await makeCall(world);
  for (const field of ["agent", "instance", "human", "actor", "server", "tool", "policy", "reason"] as const)
    expect(await find(world, { [field]: ["never-heard-of"] }), field).toEqual([]);
  expect(await find(world, { q: "never-heard-of" })).toEqual([]);
});

test("words find an event by its ids, its trace and its request, and nothing of another tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const traceId = unique().padEnd(32, "1");
  const id = await makeCall(world, { traceId });
  await makeCall(world);
  await makeCall(other, { traceId });
  const [event] = (await queryAudit(world.ctx("viewer"), AuditSearch.parse({ q: id }))).items;
  expect(event?.id).toBe(id);
  expect(await find(world, { q: traceId })).toEqual([id]);
  expect(await find(world, { q: `${traceId} transfer` })).toEqual([id]);
  expect(await find(world, { q: `${traceId} list_all` })).toEqual([]);

  const ctx = { ...world.ctx("admin"), requestId: "req_01kagz8b6qeb7tnzq4tn2v6w5a" };
  const { newId } = await import("@/lib/kernel/ids");
  const requestId = newId("request");
  await recordEvent({ ...ctx, requestId }, { type: "tenant.updated" });
  expect(await find(world, { q: requestId })).toHaveLength(1);
  expect(await find(other, { q: requestId })).toEqual([]);
});

test("the key of an agent is a word of its own, and no part of another's", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, { agent: "codex" });
  await makeCall(world, { agent: "codex-cloud" });
  expect(await find(world, { q: "agent|codex" })).toEqual([id]);
  expect(await find(world, { agent: ["agent|codex"] })).toEqual([id]);
  expect(await find(world, { q: "agent|cod" })).toEqual([]);
  expect(await find(world, { q: "cod" })).toHaveLength(2);
});

test("who made a change is a filter, by e-mail as well", async () => {
  const world = await makeTenant();
  const admin = { ...world.ctx("admin") };
  const email = world.members.admin.email;
  await recordEvent(
    { ...admin, actor: { type: "member", id: world.members.admin.id, email, name: email } },
    { type: "tenant.updated" },
  );
  await recordEvent(world.ctx("owner"), { type: "tenant.updated" });
  expect(await find(world, { actor: [world.members.admin.id] })).toHaveLength(1);
  expect(await find(world, { actor: [email], type: ["tenant.updated"] })).toHaveLength(1);
});

test("a cursor stays at its place while events arrive, and is refused by another search and another tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("viewer");
  for (let i = 0; i < 6; i += 1) await makeCall(world);
  const first = await queryAudit(ctx, AuditSearch.parse({ limit: 3, type: ["gateway.tool.executed"] }));
  await makeCall(world);
  const cursor = first.nextCursor ?? "";
  const second = await queryAudit(ctx, AuditSearch.parse({ limit: 3, type: ["gateway.tool.executed"], cursor }));
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6);
  expect(second.nextCursor).toBeNull();
  await expect(queryAudit(ctx, AuditSearch.parse({ limit: 3, cursor }))).rejects.toMatchObject({ code: "invalid" });
  await expect(
    queryAudit(other.ctx("viewer"), AuditSearch.parse({ type: ["gateway.tool.executed"], cursor })),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("an event of another tenant is not found by its id", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const id = await makeCall(world);
  expect((await getEvent(world.ctx("viewer"), id)).id).toBe(id);
  await expect(getEvent(other.ctx("viewer"), id)).rejects.toMatchObject({ code: "not_found" });
});
