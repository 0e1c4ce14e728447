import { expect, test } from "@playwright/test";
import { startFixture } from "../outside/fixture-server.mjs";
import { apiOf, at, lastEvent, listAt, makeTenant, type Tenant, textAt } from "./world";

/** Every call of the API does what it says, and what changes something is in the log at once. */

let tenant: Tenant;
let fixture: Awaited<ReturnType<typeof startFixture>>;

test.beforeAll(async () => {
  tenant = await makeTenant();
  fixture = await startFixture();
});
test.afterAll(async () => {
  await fixture.stop();
});

const importServer = (key: string) => tenant.api("POST", "servers", { key, name: `Server ${key}`, url: fixture.url });

test("a server is imported with its tools, listed, changed, refreshed and deleted", async () => {
  const { api } = tenant;
  const made = await importServer("first");
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject({ key: "first", enabled: true, auth: { kind: "none" } });
  const [tool] = listAt(made.body, "tools");
  expect(tool).toMatchObject({
    name: expect.any(String),
    slug: expect.any(String),
    definitionHash: expect.any(String),
  });
  expect(await lastEvent(api, "resource.created")).toMatchObject({
    server: "first",
    surface: "api",
    requestId: made.headers["x-request-id"],
    actor: { type: "key", name: "First key" },
    outcome: "success",
  });

  expect((await api("GET", "servers")).body).toMatchObject({ items: [{ key: "first" }], nextCursor: null });
  expect((await api("GET", "servers/first")).body).toMatchObject({ key: "first", tools: listAt(made.body, "tools") });

  const renamed = await api("PATCH", "servers/first", { name: "Renamed", enabled: false });
  expect(renamed.body).toMatchObject({ name: "Renamed", enabled: false });
  expect(await lastEvent(api, "resource.updated")).toMatchObject({
    changes: { before: { name: "Server first", enabled: true }, after: { name: "Renamed", enabled: false } },
  });

  const tools = await api("GET", "servers/first/tools");
  expect(listAt(tools.body, "items")).toHaveLength(listAt(made.body, "tools").length);
  const changed = await api("PATCH", `servers/first/tools/${encodeURIComponent(textAt(tool, "slug"))}`, {
    level: "high",
    review: "accepted",
  });
  expect(changed.body).toMatchObject({ name: textAt(tool, "name"), level: "high", state: "current" });
  expect(await lastEvent(api, "resource.updated")).toMatchObject({ tool: { name: textAt(tool, "name") } });

  expect((await api("POST", "servers/first/refresh")).body).toMatchObject({ added: [], removed: [] });
  await fetch(new URL("/_tools", fixture.url), {
    method: "POST",
    body: JSON.stringify({ remove: [at(tool, "name")] }),
  });
  expect((await api("POST", "servers/first/refresh")).body).toMatchObject({ removed: [at(tool, "name")] });
  expect(await lastEvent(api, "resource.tools_changed")).toMatchObject({ server: "first" });
  await fetch(new URL("/_reset", fixture.url), { method: "POST" });

  const gone = await api("DELETE", "servers/first");
  expect([gone.status, gone.body]).toEqual([204, {}]);
  expect(await lastEvent(api, "resource.deleted")).toMatchObject({ server: "first" });
  expect((await api("GET", "servers/first")).status).toBe(404);
});

test("a human is added, found by key, id and e-mail, changed and deleted", async () => {
  const { api } = tenant;
  const made = await api("POST", "humans", { email: "Alice@Example.com", name: "Alice" });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ key: "human|alice", email: "alice@example.com", name: "Alice", status: "active" });
  expect(await lastEvent(api, "human.created")).toMatchObject({ human: { key: "human|alice" } });

  for (const ref of [
    "human%7Calice",
    "human|alice",
    textAt(made.body, "id"),
    "alice@example.com",
    "alice%40example.com",
  ])
    expect((await api("GET", `humans/${ref}`)).body, ref).toMatchObject({ key: "human|alice" });
  expect((await api("GET", "humans?limit=1")).body).toMatchObject({ items: [{ key: "human|alice" }] });

  const suspended = await api("PATCH", "humans/human%7Calice", { status: "suspended" });
  expect(suspended.body).toMatchObject({ status: "suspended" });
  expect(await lastEvent(api, "human.updated")).toMatchObject({
    changes: { before: { status: "active" }, after: { status: "suspended" } },
  });
  expect((await api("DELETE", "humans/human%7Calice")).status).toBe(204);
  expect(await lastEvent(api, "human.deleted")).toMatchObject({ human: { key: "human|alice" } });
});

test("a ceiling is set, listed, changed and taken away", async () => {
  const { api } = tenant;
  await importServer("granted");
  await api("POST", "humans", { email: "grace@example.com" });
  const put = (ceiling: string) => api("PUT", "grants", { human: "human|grace", server: "granted", ceiling });
  expect((await put("low")).body).toMatchObject({ human: "human|grace", server: "granted", ceiling: "low" });
  expect(await lastEvent(api, "grant.created")).toMatchObject({ changes: { after: { ceiling: "low" } } });
  expect((await put("high")).body).toMatchObject({ ceiling: "high" });
  expect(await lastEvent(api, "grant.updated")).toMatchObject({ changes: { before: { ceiling: "low" } } });
  expect((await api("GET", "grants?human=human%7Cgrace")).body).toMatchObject({ items: [{ server: "granted" }] });
  expect((await api("DELETE", "grants?human=grace%40example.com&server=granted")).status).toBe(204);
  expect(await lastEvent(api, "grant.deleted")).toMatchObject({ human: { key: "human|grace" } });
  expect((await api("GET", "grants")).body).toMatchObject({ items: [] });
});

test("an instance is connected up to the ceiling, its consent narrowed and revoked, and it is disconnected", async () => {
  const { api } = tenant;
  await importServer("used");
  await api("POST", "humans", { email: "ivan@example.com" });
  await api("PUT", "grants", { human: "human|ivan", server: "used", ceiling: "medium" });
  const connect = (level: string) =>
    api("POST", "instances", { human: "human|ivan", agent: "claude-code", consents: [{ server: "used", level }] });

  const above = await connect("high");
  expect([above.status, at(above.body, "error.code")]).toEqual([403, "forbidden"]);

  const made = await connect("medium");
  expect(made.status).toBe(201);
  expect(textAt(made.body, "token")).toMatch(/^cst_/);
  const id = textAt(made.body, "instance.id");
  expect(await lastEvent(api, "instance.created")).toMatchObject({
    agent: { slug: "claude-code" },
    human: { key: "human|ivan" },
    instance: { id },
  });
  expect(JSON.stringify((await api("GET", "events")).body)).not.toContain(textAt(made.body, "token"));

  expect((await api("GET", `instances/${id}`)).body).toMatchObject({ id, status: "active" });
  expect((await api("GET", "instances?agent=claude-code&human=human%7Civan")).body).toMatchObject({ items: [{ id }] });
  expect((await api("PATCH", `instances/${id}`, { label: "Laptop" })).body).toMatchObject({ label: "Laptop" });
  expect(await lastEvent(api, "instance.updated")).toMatchObject({ changes: { after: { label: "Laptop" } } });

  expect((await api("PUT", "consents", { instance: id, server: "used", level: "high" })).status).toBe(403);
  const lowered = await api("PUT", "consents", { instance: id, server: "used", level: "low" });
  expect(lowered.body).toMatchObject({ level: "low" });
  expect(await lastEvent(api, "consent.changed")).toMatchObject({
    changes: { before: { level: "medium" }, after: { level: "low" } },
  });
  expect((await api("GET", `consents?instance=${id}`)).body).toMatchObject({
    items: [{ server: "used", level: "low" }],
  });
  expect((await api("DELETE", `consents?instance=${id}&server=used`)).status).toBe(204);
  expect(await lastEvent(api, "consent.revoked")).toMatchObject({ instance: { id } });

  expect((await api("GET", "agents")).body).toMatchObject({ items: [{ slug: "claude-code" }] });
  expect((await api("GET", "agents/claude-code")).body).toMatchObject({ slug: "claude-code" });
  expect((await api("PATCH", "agents/claude-code", { tags: ["ide"] })).body).toMatchObject({ tags: ["ide"] });
  expect(await lastEvent(api, "agent.updated")).toMatchObject({ agent: { slug: "claude-code" } });

  expect((await api("DELETE", `instances/${id}`)).body).toMatchObject({ id, status: "disconnected" });
  expect(await lastEvent(api, "agent.disconnected")).toMatchObject({ instance: { id } });
  expect((await api("DELETE", "agents/claude-code")).status).toBe(204);
  expect(await lastEvent(api, "agent.deleted")).toMatchObject({ agent: { slug: "claude-code" } });
});

test("connections are listed", async () => {
  expect((await tenant.api("GET", "connections")).body).toEqual({ items: [], nextCursor: null });
});

test("a policy is created, changed into a new version and deleted, and its versions stay", async () => {
  const { api } = tenant;
  const made = await api("POST", "policies", { name: "No writing", effect: "deny", scope: { tools: ["write_*"] } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: "No writing", effect: "deny", status: "draft", version: 1 });
  const id = textAt(made.body, "id");
  expect(await lastEvent(api, "policy.created")).toMatchObject({ policy: { id, name: "No writing", version: 1 } });
  expect((await api("GET", `policies/${id}`)).body).toMatchObject({ id });
  expect(listAt((await api("GET", "policies")).body, "items").map((policy) => at(policy, "id"))).toContain(id);

  const renamed = await api("PATCH", `policies/${id}`, { name: "Nobody writes", status: "active" });
  expect(renamed.body).toMatchObject({ name: "Nobody writes", status: "active", version: 2 });
  expect(await lastEvent(api, "policy.updated")).toMatchObject({ changes: { before: { name: "No writing" } } });
  expect((await api("GET", `policies/${id}/versions`)).body).toMatchObject({
    items: [
      { version: 2, name: "Nobody writes" },
      { version: 1, name: "No writing" },
    ],
  });
  expect((await api("DELETE", `policies/${id}`)).status).toBe(204);
  expect(await lastEvent(api, "policy.deleted")).toMatchObject({ policy: { id } });
  expect((await api("GET", `policies/${id}`)).status).toBe(404);
  expect(listAt((await api("GET", `policies/${id}/versions`)).body, "items")).not.toHaveLength(0);
});

test("a key is created, works within its scopes, is listed without itself, and is worth nothing once revoked", async () => {
  const { api, slug } = tenant;
  const made = await api("POST", "keys", { name: "Reader", scopes: ["humans:read"] });
  expect(made.status).toBe(201);
  const key = textAt(made.body, "key");
  expect(key).toMatch(/^csk_/);
  expect(await lastEvent(api, "key.created")).toMatchObject({ changes: { after: { scopes: ["humans:read"] } } });
  const listed = await api("GET", "keys");
  expect(listAt(listed.body, "items").map((one) => at(one, "name"))).toContain("Reader");
  expect(JSON.stringify(listed.body)).not.toContain(key);

  const reader = apiOf(slug, key);
  expect((await reader("GET", "humans")).status).toBe(200);
  expect((await api("DELETE", `keys/${textAt(made.body, "id")}`)).status).toBe(204);
  expect(await lastEvent(api, "key.deleted")).toMatchObject({ resource: { key: textAt(made.body, "id") } });
  expect((await reader("GET", "humans")).status).toBe(401);
});

test("events are found by filters, page by page, and one by one", async () => {
  const { api } = tenant;
  const all: string[] = [];
  let next = "";
  do {
    const { body } = await api("GET", `events?limit=7${next}`);
    all.push(...listAt(body, "items").map((event) => textAt(event, "id")));
    const cursor = at(body, "nextCursor");
    next = typeof cursor === "string" ? `&cursor=${cursor}` : "";
  } while (next !== "");
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual([...all].sort().reverse());

  const [newest = ""] = all;
  expect((await api("GET", `events/${newest}`)).body).toMatchObject({ id: newest });
  const both = await api("GET", "events?type=human.created&type=human.deleted&range=24h");
  const types = listAt(both.body, "items").map((event) => at(event, "type"));
  expect(new Set(types)).toEqual(new Set(["human.created", "human.deleted"]));
  expect((await api("GET", "events?human=human%7Cnobody")).body).toEqual({ items: [], nextCursor: null });
});

test("lists are paged without repeating or leaving out", async () => {
  const { api } = tenant;
  for (const name of ["p1", "p2", "p3"]) await api("POST", "humans", { email: `${name}@pages.example.com` });
  const whole = listAt((await api("GET", "humans?limit=200")).body, "items").map((human) => at(human, "key"));
  const paged: unknown[] = [];
  let path = "humans?limit=2";
  for (;;) {
    const { body } = await api("GET", path);
    paged.push(...listAt(body, "items").map((human) => at(human, "key")));
    const cursor = at(body, "nextCursor");
    if (typeof cursor !== "string") break;
    path = `humans?limit=2&cursor=${cursor}`;
  }
  expect(paged).toEqual(whole);
});
