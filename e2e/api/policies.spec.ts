import { expect, test } from "@playwright/test";
import { startFixture } from "../outside/fixture-server.mjs";
import { apiOf, at, lastEvent, listAt, makeTenant, newName, type Tenant, textAt } from "./world";

/** Policies with argument conditions, as a script writes, checks and tests them. */

let tenant: Tenant;
let fixture: Awaited<ReturnType<typeof startFixture>>;

test.beforeAll(async () => {
  tenant = await makeTenant();
  fixture = await startFixture();
  const { api } = tenant;
  await api("POST", "servers", { key: "shop", name: "Shop", url: fixture.url, tags: ["prod"], enforceSchema: false });
  await api("POST", "humans", { email: "alice@example.com", groups: ["staff", "staff"] });
  await api("PUT", "grants", { human: "human|alice", server: "shop", ceiling: "high" });
  await api("POST", "instances", {
    human: "human|alice",
    agent: "claude-code",
    consents: [{ server: "shop", level: "high" }],
  });
});
test.afterAll(async () => {
  await fixture.stop();
});

const onPayments = { servers: ["shop"], tools: ["send_payment"] };
const create = (more: object) =>
  tenant.api("POST", "policies", { name: newName("P"), effect: "deny", scope: onPayments, ...more });

test("a condition goes in as text or tree and comes out as both", async () => {
  const made = await create({ when: 'args.amount >= 500 && args.currency == "EUR"' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject({
    whenText: 'args.amount >= 500 && args.currency == "EUR"',
    when: {
      all: [
        { arg: ["amount"], op: "gte", value: 500, onMissing: "error" },
        { arg: ["currency"], op: "eq", value: "EUR", onMissing: "error" },
      ],
    },
    unless: null,
    unlessText: null,
    findings: expect.any(Array),
  });
  const again = await create({ when: at(made.body, "when") });
  expect(again.body).toMatchObject({ when: at(made.body, "when"), whenText: at(made.body, "whenText") });
  const id = textAt(again.body, "id");
  const cleared = await tenant.api("PATCH", `policies/${id}`, { when: null, unless: "args.amount < 5" });
  expect(cleared.body).toMatchObject({ version: 2, when: null, whenText: null, unlessText: "args.amount < 5" });
  expect((await tenant.api("GET", `policies/${id}/versions`)).body).toMatchObject({
    items: [{ unlessText: "args.amount < 5" }, { whenText: at(made.body, "whenText") }],
  });
});

test("a text that cannot be read is refused with the character, a tree with its path", async () => {
  const text = await create({ when: "args.amount >= five" });
  expect(text.status).toBe(422);
  expect(text.body).toMatchObject({
    error: {
      code: "invalid",
      message: expect.stringContaining("At character 16"),
      details: [{ path: "when", position: 15, message: expect.stringMatching(/^At character 16: /) }],
    },
  });
  const tree = await create({ unless: { all: [{ arg: "amount", op: "<", value: 5 }] } });
  expect(tree.status).toBe(422);
  expect(tree.body).toMatchObject({ error: { details: [{ path: "unless.all.0.op" }] } });
  const neither = await create({ when: 5 });
  expect(neither.status).toBe(422);
  expect(neither.body).toMatchObject({ error: { details: [{ path: "when" }] } });
});

test("a check tells what would become of a policy, and stores nothing", async () => {
  const check = (more: object) =>
    tenant.api("POST", "policies/check", { name: "P", effect: "deny", scope: onPayments, ...more });
  const before = (await tenant.api("GET", "policies?limit=200")).body;
  const good = await check({ when: "args.amount >= 500" });
  expect(good.status).toBe(200);
  expect(good.body).toMatchObject({
    ok: true,
    whenText: "args.amount >= 500",
    covers: { tools: 1, liveInstances: 1 },
    tests: [],
  });
  const unclear = await check({ when: "args.amount >=" });
  expect(unclear.status).toBe(200);
  expect(unclear.body).toMatchObject({
    ok: false,
    findings: [{ level: "error", code: "syntax", at: "when", position: 14 }],
  });
  const misspelt = await check({ when: "args.ammount >= 500" });
  expect(misspelt.body).toMatchObject({ ok: false });
  expect(listAt(misspelt.body, "findings")).toContainEqual(
    expect.objectContaining({ level: "error", message: expect.stringContaining("ammount") }),
  );
  expect((await tenant.api("GET", "policies?limit=200")).body).toEqual(before);
});

test("a policy whose conditions do not fit cannot be active, but saved", async () => {
  const refused = await create({ status: "active", when: "args.ammount >= 500" });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    error: { message: expect.stringContaining("draft"), details: [{ path: expect.stringMatching(/^when/) }] },
  });
  const draft = await create({ when: "args.ammount >= 500" });
  expect(draft.status).toBe(201);
  expect(listAt(draft.body, "findings")).toContainEqual(expect.objectContaining({ level: "error" }));
  const id = textAt(draft.body, "id");
  expect((await tenant.api("PATCH", `policies/${id}`, { status: "active" })).status).toBe(422);
  expect((await tenant.api("PATCH", `policies/${id}`, { status: "shadow" })).status).toBe(200);
  const active = await tenant.api("PATCH", `policies/${id}`, { status: "active", when: "args.amount >= 500" });
  expect(active.body).toMatchObject({ status: "active", version: 3 });
  expect((await tenant.api("DELETE", `policies/${id}`)).status).toBe(204);
});

test("an old version is restored as a new one", async () => {
  const { api } = tenant;
  const id = textAt((await create({ when: "args.amount >= 500", name: "First" })).body, "id");
  await api("PATCH", `policies/${id}`, { name: "Second", when: null });
  const restored = await api("POST", `policies/${id}/restore`, { version: 1, note: "it was better" });
  expect(restored.status).toBe(200);
  expect(restored.body).toMatchObject({ version: 3, name: "First", whenText: "args.amount >= 500", status: "draft" });
  expect(await lastEvent(api, "policy.updated")).toMatchObject({
    policy: { id, version: 3 },
    changes: { before: { name: "Second", when: null }, after: { name: "First" } },
    details: { restoredFrom: 1, note: "it was better" },
  });
  expect((await api("POST", `policies/${id}/restore`, { version: 7 })).status).toBe(404);
});

test("tests are written, run against a draft, and keep the policy from being active while one fails", async () => {
  const { api } = tenant;
  const id = textAt((await create({ when: "args.amount >= 500" })).body, "id");
  const call = { human: "alice@example.com", agent: "claude-code", server: "shop", tool: "send_payment" };
  const made = await api("POST", `policies/${id}/tests`, {
    ...call,
    name: "Large sums are blocked",
    arguments: { amount: 400, currency: "EUR", to: "bob@example.com" },
    expect: { decision: "deny", code: "BLOCKED_BY_POLICY", policy: "this" },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject({ human: "human|alice", ip: null, at: null });
  const one = `policies/${id}/tests/${textAt(made.body, "id")}`;
  expect(await lastEvent(api, "policy.tests_changed")).toMatchObject({
    policy: { id },
    changes: { before: null, after: { name: "Large sums are blocked" } },
  });
  expect((await api("GET", `policies/${id}/tests`)).body).toMatchObject({ items: [made.body], nextCursor: null });

  const run = await api("POST", `policies/${id}/tests/run`);
  expect(run.status, JSON.stringify(run.body)).toBe(200);
  expect(run.body).toMatchObject({ passed: false, results: [{ passed: false, got: { decision: "allow" } }] });
  expect((await api("POST", `policies/${id}/tests/run`, { draft: { when: "args.amount >= 300" } })).body).toMatchObject(
    { passed: true, results: [{ passed: true, got: { decision: "deny", policy: { id } } }] },
  );

  const refused = await api("PATCH", `policies/${id}`, { status: "active" });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    error: {
      details: [
        { path: `tests.${textAt(made.body, "id")}`, message: expect.stringMatching(/^Large sums are blocked: /) },
      ],
    },
  });
  const changed = await api("PATCH", one, { arguments: { amount: 600, currency: "EUR", to: "bob@example.com" } });
  expect(changed.body).toMatchObject({ arguments: { amount: 600 } });
  expect((await api("PATCH", `policies/${id}`, { status: "active" })).body).toMatchObject({ status: "active" });
  expect((await api("DELETE", one)).status).toBe(204);
  expect((await api("DELETE", one)).status).toBe(404);
  expect((await api("DELETE", `policies/${id}`)).status).toBe(204);
});

test("a rug-pull that renames an argument is told of at once", async () => {
  const { api } = tenant;
  const id = textAt((await create({ status: "active", when: "args.amount >= 500" })).body, "id");
  await fixture.changeTools({
    alter: {
      send_payment: {
        inputSchema: {
          type: "object",
          properties: { sum: { type: "number" } },
          required: ["sum"],
          additionalProperties: false,
        },
      },
    },
  });
  expect((await api("POST", "servers/shop/refresh")).body).toMatchObject({ changed: ["send_payment"] });
  expect(await lastEvent(api, "policy.check_failed")).toMatchObject({
    outcome: "error",
    server: "shop",
    policy: { id, version: 1 },
    error: { message: expect.stringContaining("amount") },
    details: { server: "shop", findings: expect.arrayContaining([expect.objectContaining({ level: "error" })]) },
  });
  expect(listAt((await api("GET", `policies/${id}`)).body, "findings")).toContainEqual(
    expect.objectContaining({ level: "error" }),
  );
  await fixture.reset();
  await api("POST", "servers/shop/refresh");
  expect((await api("PATCH", `policies/${id}`, { status: "disabled" })).status).toBe(200);
});

test("agents and servers carry tags, humans are in groups, and scopes name them", async () => {
  const { api } = tenant;
  expect((await api("GET", "servers/shop")).body).toMatchObject({ tags: ["prod"], enforceSchema: false });
  expect((await api("GET", "humans/human%7Calice")).body).toMatchObject({ groups: ["staff"] });
  expect((await api("PATCH", "servers/shop", { tags: ["eu", "a b"], enforceSchema: true })).body).toMatchObject({
    tags: ["a b", "eu"],
    enforceSchema: true,
  });
  expect(await lastEvent(api, "resource.updated")).toMatchObject({
    changes: { before: { tags: ["prod"], enforceSchema: false }, after: { tags: ["a b", "eu"], enforceSchema: true } },
  });
  expect((await api("PATCH", "humans/human%7Calice", { groups: ["ops"] })).body).toMatchObject({ groups: ["ops"] });
  expect(await lastEvent(api, "human.updated")).toMatchObject({
    changes: { before: { groups: ["staff"] }, after: { groups: ["ops"] } },
  });
  expect((await api("PATCH", "agents/claude-code", { tags: ["ide"] })).body).toMatchObject({ tags: ["ide"] });
  const many = Array.from({ length: 51 }, (_, n) => `t${n}`);
  for (const path of ["servers/shop", "agents/claude-code"]) {
    expect((await api("PATCH", path, { tags: many })).status).toBe(422);
    expect((await api("PATCH", path, { tags: ["a,b"] })).body).toMatchObject({
      error: { details: [{ path: "tags.0" }] },
    });
  }
  const scoped = await create({ scope: { groups: ["ops"], agentTags: ["ide"], serverTags: ["eu"] } });
  expect(scoped.body).toMatchObject({ scope: { groups: ["ops"], agentTags: ["ide"], serverTags: ["eu"] } });
  expect(await lastEvent(api, "policy.created")).toMatchObject({ details: { liveInstances: 1 } });
});

test("who may only read policies may check and run tests, and changes nothing", async () => {
  const { api, slug } = tenant;
  const id = textAt((await create({ when: "args.amount >= 500" })).body, "id");
  const key = await api("POST", "keys", { name: "Reader", scopes: ["policies:read"] });
  const reader = apiOf(slug, textAt(key.body, "key"));
  const other = await makeTenant();
  const check = { name: "P", effect: "deny" };
  expect((await reader("POST", "policies/check", check)).status).toBe(200);
  expect((await reader("POST", `policies/${id}/tests/run`)).status).toBe(200);
  for (const [method, path, body] of [
    ["POST", `policies/${id}/restore`, { version: 1 }],
    ["POST", `policies/${id}/tests`, {}],
    ["PATCH", `policies/${id}/tests/pts_1`, {}],
    ["DELETE", `policies/${id}/tests/pts_1`, undefined],
  ] as const)
    expect((await reader(method, path, body)).status, `${method} ${path}`).toBe(403);
  for (const [method, path, body] of [
    ["POST", `policies/${id}/restore`, { version: 1 }],
    ["GET", `policies/${id}/tests`, undefined],
    ["POST", `policies/${id}/tests/run`, {}],
    ["DELETE", `policies/${id}/tests/pts_1`, undefined],
    ["POST", "policies/check", { ...check, policy: id }],
  ] as const)
    expect((await other.api(method, path, body)).status, `${method} ${path}`).toBe(404);
});
