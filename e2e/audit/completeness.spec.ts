import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
// biome-ignore lint/style/noRestrictedImports: what the reference pages say of an event is compared with the events themselves.
import { isEventType, isWritten, writtenTypes } from "@/lib/audit/catalog";
// biome-ignore lint/style/noRestrictedImports: as above.
import type { AuditEvent } from "@/lib/audit/event";
import { openBrowser, signInByHttp } from "../api/browser";
import { runCli, textAt, toAnswer } from "../api/world";
import { startFixture } from "../outside/fixture-server.mjs";
import { expectAsItsPageSays } from "../support/as-their-pages-say";
import { sql } from "../support/database";
import type { AuditEvent as Spelled } from "../support/event";
import { rawAgent } from "../support/raw-agent";
import { makeScene } from "../support/scene";
import { makeWorld } from "../support/world";

/*
 * A day in the life of one environment: everything that can be done to it is done once, through its doors. Afterwards the
 * log must hold each of these things: by whom, about what, before and after, from where.
 */

const ownerPassword = "correct horse battery staple";

/** What each kind must say. `api`: an API key did it; `agent`: an agent for Alice; others as they stand. */
type Expected = {
  by: "api" | "agent" | "member" | "system" | "unknown";
  says: Partial<Record<keyof AuditEvent, unknown>>;
};

const server = { resource: { type: "server", key: "fixture" }, server: "fixture" };
const alice = { human: { key: "human|alice", name: "Alice", email: "alice@people.example" } };
const its = { agent: { slug: "claude-code" }, instance: { id: expect.stringMatching(/^ins_/) } };

const expected: Record<string, Expected> = {
  "tenant.created": { by: "system", says: { changes: { before: null, after: { name: "Production" } } } },
  "tenant.updated": {
    by: "api",
    says: {
      resource: { type: "tenant", name: "Live" },
      changes: {
        before: { name: "Production", countersign_can_i: true },
        after: { name: "Live", countersign_can_i: false },
      },
    },
  },
  "resource.created": {
    by: "api",
    says: { ...server, changes: { before: null, after: { key: "fixture", enabled: true } } },
  },
  "resource.updated": {
    by: "api",
    says: { server: "fixture", changes: { before: { level: "high" }, after: { level: "medium" } } },
  },
  "resource.tools_changed": { by: "api", says: { ...server, details: { changed: ["send_payment"] } } },
  "resource.tested": { by: "api", says: { ...server, outcome: "success", details: { as: "nobody" } } },
  "resource.deleted": { by: "api", says: { ...server, changes: { before: { key: "fixture" }, after: null } } },
  "human.created": {
    by: "api",
    says: { ...alice, changes: { before: null, after: { email: "alice@people.example" } } },
  },
  "human.updated": { by: "api", says: { ...alice, changes: { before: { groups: [] }, after: { groups: ["staff"] } } } },
  "human.deleted": { by: "api", says: { human: { key: "human|bob" }, details: { removed: { connections: 1 } } } },
  "grant.created": {
    by: "api",
    says: { ...alice, server: "fixture", changes: { before: null, after: { ceiling: "medium" } } },
  },
  "grant.updated": {
    by: "api",
    says: { ...alice, changes: { before: { ceiling: "medium" }, after: { ceiling: "high" } } },
  },
  "grant.deleted": { by: "api", says: { ...alice, changes: { before: { ceiling: "high" }, after: null } } },
  "agent.created": {
    by: "api",
    says: { agent: { slug: "claude-code" }, resource: { type: "agent", key: "agent|claude-code" } },
  },
  "agent.updated": { by: "api", says: { changes: { before: { tags: [] }, after: { tags: ["editor"] } } } },
  "agent.deleted": { by: "api", says: { changes: { before: { slug: "claude-code" }, after: null } } },
  "agent.connected": {
    by: "agent",
    says: {
      ...alice,
      ...its,
      buckets: { allowed: expect.arrayContaining(["fixture/echo"]) },
      details: { client: { clientName: expect.any(String) } },
    },
  },
  "agent.disconnected": { by: "api", says: { ...alice, ...its, changes: { after: { status: "disconnected" } } } },
  "instance.created": {
    by: "api",
    says: { ...alice, ...its, changes: { before: null, after: { human: "human|alice" } } },
  },
  "instance.updated": { by: "api", says: { ...alice, ...its, changes: { after: { label: "Alice's laptop" } } } },
  "consent.granted": {
    by: "api",
    says: { ...alice, ...its, server: "fixture", changes: { after: { level: "medium" } } },
  },
  "consent.changed": {
    by: "api",
    says: { ...alice, ...its, changes: { before: { level: "medium" }, after: { level: "low" } } },
  },
  "consent.revoked": {
    by: "api",
    says: { ...alice, ...its, server: "fixture", changes: { before: { level: "low" }, after: null } },
  },
  "connection.revoked": {
    by: "api",
    says: { human: { key: "human|bob" }, server: "fixture", changes: { before: { status: "connected" }, after: null } },
  },
  "policy.created": {
    by: "api",
    says: {
      policy: { name: "Small payments only", effect: "deny", version: 1 },
      changes: {
        before: null,
        after: { scope: { tools: ["send_payment"] }, status: "draft", when: expect.any(Object) },
      },
      details: { conditions: { whenText: "args.amount >= 500", unlessText: null } },
    },
  },
  "policy.updated": {
    by: "api",
    says: { policy: { version: 2 }, changes: { before: { status: "draft" }, after: { status: "active" } } },
  },
  "policy.deleted": {
    by: "api",
    says: {
      changes: {
        before: { name: "Small payments only", effect: "deny", scope: { tools: ["send_payment"] } },
        after: null,
      },
      details: { conditions: { whenText: "args.amount >= 500" } },
    },
  },
  "policy.tests_changed": { by: "api", says: { details: { test: { name: "A payment passes" } } } },
  "policy.check_failed": {
    by: "api",
    says: { server: "fixture", error: { type: "policy_check" }, policy: { name: "Small payments only" } },
  },
  "key.created": { by: "api", says: { changes: { before: null, after: { name: "CI", scopes: ["events:read"] } } } },
  "key.deleted": { by: "api", says: { changes: { before: { name: "CI", scopes: ["events:read"] }, after: null } } },
  "member.created": {
    by: "system",
    says: { changes: { after: { role: "viewer", email: expect.stringMatching(/^vic@/) } } },
  },
  "session.created": { by: "member", says: { details: { method: "password" }, surface: "console" } },
  "session.ended": { by: "member", says: { details: { session: expect.stringMatching(/^ses_/) } } },
  "session.refused": { by: "member", says: { outcome: "denied", reason: { code: "wrong_password" } } },
  "auth.refused": { by: "unknown", says: { outcome: "denied", reason: { code: "invalid_api_key" } } },
  "gateway.request.refused": {
    by: "agent",
    says: { ...alice, ...its, ...server, outcome: "denied", decision: null, reason: { code: "MALFORMED_REQUEST" } },
  },
  "gateway.tool.executed": {
    by: "agent",
    says: {
      ...alice,
      ...its,
      ...server,
      outcome: "success",
      decision: "allow",
      tool: { name: "echo" },
      userAgent: "claude-code/2.0",
      check: { user: "agent|claude-code", action: "echo", resource: "fixture:fixture" },
    },
  },
  "gateway.tool.error": {
    by: "agent",
    says: {
      ...alice,
      ...its,
      ...server,
      outcome: "denied",
      decision: "deny",
      error: { type: "blocked_by_policy" },
      policy: { name: "Small payments only", description: "Agents pay at most 500." },
    },
  },
  "audit.payload_viewed": { by: "api", says: { resource: { type: "event", key: expect.stringMatching(/^evt_/) } } },
};

const root = new URL("../../", import.meta.url).pathname;

/** The texts of all tests but this one. */
const otherTests = ["lib", "e2e"]
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.(test|spec)\.ts$/.test(file) && !/completeness\.|catalog\.test/.test(file))
  .map((file) => readFileSync(root + file, "utf8"));

test("every kind of event that is written is made in a test", () => {
  expect(Object.keys(expected).filter((type) => !isEventType(type) || !isWritten(type))).toEqual([]);
  // Those that need a browser, time or another process are made elsewhere.
  const elsewhere = writtenTypes.filter((type) => !(type in expected));
  expect(elsewhere.filter((type) => !otherTests.some((text) => text.includes(`"${type}"`)))).toEqual([]);
});

test("whatever is done in an environment is in its log: by whom, about what, before and after, from where", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const world = await makeWorld();
    const { api } = world;
    const scene = await makeScene(upstream, "medium", world);
    const { human, instance } = scene;
    const one = encodeURIComponent(human);

    await api.patch("settings", { name: "Live", builtInTools: { countersign_can_i: false } });
    await api.patch(`humans/${one}`, { groups: ["staff"] });
    await api.patch("servers/fixture/tools/send_payment", { level: "medium" });
    await api.put("grants", { human, server: "fixture", ceiling: "high" });
    await api.patch(`instances/${instance.id}`, { label: "Alice's laptop" });
    await api.patch("agents/claude-code", { tags: ["editor"] });

    const policy = await api.post<{ id: string }>("policies", {
      name: "Small payments only",
      description: "Agents pay at most 500.",
      effect: "deny",
      status: "draft",
      scope: { tools: ["send_payment"] },
      when: "args.amount >= 500",
    });
    await api.post(`policies/${policy.id}/tests`, {
      ...{ name: "A payment passes", human, agent: "claude-code", server: "fixture", tool: "send_payment" },
      ...{ arguments: { amount: 5, currency: "EUR", to: "a@corp.example" }, expect: { decision: "allow" } },
    });
    await api.patch(`policies/${policy.id}`, { status: "active" });

    const agent = await scene.agent("legacy");
    await agent.call("echo", { text: "Hello" }, { headers: { "user-agent": "claude-code/2.0" } });
    await agent.call("send_payment", { amount: 900, currency: "EUR", to: "a@corp.example" });
    await agent.send(`[${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" })}]`);
    const call = await world.event({ type: "gateway.tool.executed" });
    await api.get(`events/${call.id}/decision`);

    // The amount is called total from now on, behind everybody's back.
    await upstream.changeTools({
      alter: {
        send_payment: {
          inputSchema: { type: "object", properties: { total: { type: "number" } }, additionalProperties: false },
        },
      },
    });
    await api.post("servers/fixture/refresh");
    await api.post("servers/fixture/test");

    await api.put("consents", { instance: instance.id, server: "fixture", level: "low" });

    const { id, key } = await api.post<{ id: string; key: string }>("keys", { name: "CI", scopes: ["events:read"] });
    await api.del(`keys/${id}`);
    await fetch(`${world.baseUrl}/api/v1/${world.tenant}/events`, { headers: { authorization: `Bearer ${key}` } });

    const owner = { email: `owner@${world.tenant}.example`, password: ownerPassword };
    const browser = await openBrowser(new URL(world.baseUrl).origin);
    await signInByHttp(browser, { ...owner, password: "not the password" });
    await signInByHttp(browser, owner);
    // From our own pages the API takes the session of a member.
    const edited = await browser.context.patch(`/api/v1/${world.tenant}/policies/${policy.id}`, {
      headers: { origin: browser.origin },
      data: { status: "disabled" },
    });
    expect(edited.status()).toBe(200);
    const csrfToken = textAt((await toAnswer(await browser.context.get("/api/auth/csrf"))).body, "csrfToken");
    await browser.context.post("/api/auth/signout", { form: { csrfToken, callbackUrl: "/sign-in" } });

    const vic = `vic@${world.tenant}.example`;
    const made = await runCli(
      ["member", "create", vic, "--tenant", world.tenant, "--role", "viewer", "--password", ownerPassword, "--json"],
      {},
    );
    expect(made.code, made.stderr).toBe(0);

    // Connections without anything behind them: one goes with its human, the other with its server.
    const bob = await world.addHuman("bob");
    for (const whose of [bob, human])
      await sql(
        `INSERT INTO connection (tenant_no, id, human_id, server_id, status, scopes, updated_at)
         SELECT h.tenant_no, 'con_' || h.id, h.id, s.id, 'connected', '{}', now() FROM human h JOIN server s USING (tenant_no)
         WHERE h.key = $1 AND h.tenant_no = (SELECT no FROM tenant WHERE slug = $2)`,
        [whose, world.tenant],
      );
    await api.del(`humans/${encodeURIComponent(bob)}`);

    await api.del(`policies/${policy.id}`);
    await api.del("servers/fixture");
    await api.del(`instances/${instance.id}`);
    await api.del("agents/claude-code");

    const events = await world.events();
    for (const [type, { by, says }] of Object.entries(expected)) {
      const some = events.filter((event) => event.type === type);
      expect(some.length, `${type} is in the log`).toBeGreaterThan(0);
      // Of several, one must say all of it.
      const [first] = some.filter((event) => fits(event, says));
      expect(first ?? some[0], type).toMatchObject(says);
      expectBy(first ?? some[0], by, type);
    }
    const [byMember] = events.filter(({ type, actor }) => type === "policy.updated" && actor.type === "member");
    expect(byMember).toMatchObject({
      actor: { name: owner.email },
      changes: { before: { status: "active" }, after: { status: "disabled" } },
    });
    const connections = events.filter(({ type }) => type === "connection.revoked");
    expect(connections.map((event) => event.human?.key).sort()).toEqual([human, bob].sort());
    for (const event of events) expectAsItsPageSays(event);
    expectNoSecret(events, [world.key, instance.token, key, ownerPassword, "not the password"]);
  } finally {
    await upstream.stop();
  }
});

test("two humans who share one agent: each page has all of its own human and nothing of the other", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const scene = await makeScene(upstream, "high");
    const { world, human } = scene;
    const bob = await world.addHuman("bob");
    await world.grant(bob, "fixture", "low");
    const his = await world.addInstance(bob, [{ server: "fixture", level: "low" }]);
    const hers = await scene.agent("modern");
    const his2 = await rawAgent(world.mcpUrl("fixture"), his.token, "modern");
    for (let n = 0; n < 3; n += 1) await hers.call("echo", { text: `hers ${n}` });
    for (let n = 0; n < 2; n += 1) await his2.call("echo", { text: `his ${n}` });
    await his2.call("delete_repo", { repo: "a/b" });

    const [ofAlice, ofBob] = [await world.calls({ human }), await world.calls({ human: bob })];
    expect(ofAlice).toHaveLength(3);
    expect(ofBob).toHaveLength(3);
    expect(new Set(ofAlice.map((event) => event.human?.key))).toEqual(new Set([human]));
    expect(new Set(ofBob.map((event) => event.human?.key))).toEqual(new Set([bob]));
    // The agent rolls both up, by its slug and by its key; an instance is one client of one human.
    const all = [...ofAlice, ...ofBob].map(({ id }) => id).sort();
    for (const agent of ["claude-code", "agent|claude-code"])
      expect((await world.calls({ agent })).map(({ id }) => id).sort()).toEqual(all);
    expect(await world.calls({ instance: his.id })).toEqual(ofBob);
    // What the human was given and what others changed about them belongs to the same picture.
    const types = (await world.events({ human: bob })).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining([
        "human.created",
        "grant.created",
        "instance.created",
        "consent.granted",
        "agent.connected",
      ]),
    );
    // A human is found by key and by e-mail, with the same events.
    expect(await world.calls({ human: "bob@people.example" })).toEqual(ofBob);
    expect(ofBob.find(({ outcome }) => outcome === "denied")).toMatchObject({
      decision: "deny",
      reason: { text: "No permission for 'delete_repo'" },
      check: { user: "agent|claude-code", action: "delete_repo", resource: "fixture:fixture" },
    });
  } finally {
    await upstream.stop();
  }
});

test("a server that is deleted leaves its calls readable, and tells everybody who lost something", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const scene = await makeScene(upstream, "high");
    const { world, human, instance } = scene;
    const agent = await scene.agent();
    await agent.call("echo", { text: "before" });
    const before = await world.event({ tool: "echo" });
    await world.api.del("servers/fixture");

    expect(await world.event({ tool: "echo" })).toEqual(before);
    expect(await world.calls({ server: "fixture" })).toEqual([before]);
    const lost = await world.events({ human, server: "fixture" });
    expect(lost.map(({ type }) => type)).toEqual(expect.arrayContaining(["consent.revoked", "grant.deleted"]));
    expect((await world.event({ type: "consent.revoked", instance: instance.id })).changes).toMatchObject({
      before: { level: "high" },
      after: null,
    });
    // What calls the server from now on is told so, and the log says why.
    await agent.call("echo", { text: "after" });
    const [after] = await world.calls({ outcome: "denied" });
    expect(after).toMatchObject({
      reason: { code: "RESOURCE_NOT_FOUND", text: "Resource not found" },
      human: { key: human },
    });
  } finally {
    await upstream.stop();
  }
});

test("a denial names its policy as it was then, after that was renamed and after it was deleted", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const scene = await makeScene(upstream, "high");
    const { api } = scene.world;
    const policy = await api.post<{ id: string }>("policies", {
      ...{ name: "No echoes", description: "Silence.", effect: "deny", status: "active", scope: { tools: ["echo"] } },
    });
    await (await scene.agent()).call("echo", { text: "a" });
    const before = await scene.world.event({ outcome: "denied", type: "gateway.tool.error" });
    expect(before.policy).toMatchObject({ id: policy.id, name: "No echoes", description: "Silence.", version: 1 });
    expect(before.error?.type).toBe("blocked_by_policy");

    await api.patch(`policies/${policy.id}`, { name: "Something else", description: "Other words." });
    expect(await scene.world.event({ outcome: "denied", type: "gateway.tool.error" })).toEqual(before);
    await api.del(`policies/${policy.id}`);
    expect(await scene.world.event({ policy: policy.id, outcome: "denied" })).toEqual(before);
  } finally {
    await upstream.stop();
  }
});

test("of requests that are refused again and again, the first is written in full, and calls always are", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const scene = await makeScene(upstream, "high");
    const agent = await scene.agent("modern");
    await agent.call("echo", { text: "a" });
    const batch = JSON.stringify([{ jsonrpc: "2.0", id: 1, method: "ping" }]);
    for (let n = 0; n < 5; n += 1) expect((await agent.send(batch)).status).toBe(400);
    const refused = await scene.world.events({ type: "gateway.request.refused" });
    expect(refused.map(({ reason }) => reason?.code)).toEqual(["MALFORMED_REQUEST"]);
    expect(refused[0]).toMatchObject({ human: { key: scene.human }, instance: { id: scene.instance.id }, check: null });

    const lying = { headers: { "mcp-name": "delete_repo" } };
    for (let n = 0; n < 3; n += 1) expect((await agent.call("echo", { text: "b" }, lying)).status).toBe(400);
    const calls = await scene.world.events({ type: "gateway.request.refused", reason: "HEADER_MISMATCH" });
    expect(calls).toHaveLength(3);
    expect(calls[0]).toMatchObject({ tool: { name: "echo" }, details: { method: "tools/call" } });
    expect(await upstream.count()).toBe(1);
  } finally {
    await upstream.stop();
  }
});

test("a request that is refused before its token is read is told of where the token is a known one", async () => {
  const upstream = await startFixture({ era: "dual" });
  try {
    const scene = await makeScene(upstream, "high");
    const agent = await scene.agent("modern");
    const page = { headers: { origin: "https://evil.example" } };
    expect((await agent.call("echo", { text: "a" }, page)).status).toBe(403);
    expect((await agent.call("echo", { text: "a" }, { headers: { "content-type": "text/plain" } })).status).toBe(415);
    const stranger = await rawAgent(agent.url, "cst_nobody", "modern");
    expect((await stranger.call("echo", { text: "a" }, page)).status).toBe(403);
    const codes = (await scene.world.events({ type: "gateway.request.refused" })).map(({ reason }) => reason?.code);
    expect(codes.sort()).toEqual(["BODY_REFUSED", "ORIGIN_REFUSED"]);
    expect(await upstream.count()).toBe(0);
  } finally {
    await upstream.stop();
  }
});

function fits(event: Spelled, says: Expected["says"]): boolean {
  try {
    expect(event).toMatchObject(says);
    return true;
  } catch {
    return false;
  }
}

function expectBy(event: Spelled | undefined, by: Expected["by"], type: string): void {
  const actor = event?.actor;
  if (by === "api") expect(actor, type).toMatchObject({ type: "key", name: "First key" });
  if (by === "unknown") expect(actor, type).toMatchObject({ key: expect.stringMatching(/unknown/) });
  if (by === "agent") expect(actor, type).toEqual({ type: "agent", key: "agent|claude-code", name: "Claude Code" });
  if (by === "member") expect(actor, type).toMatchObject({ type: "member", name: expect.stringMatching(/^owner@/) });
  if (by === "system") {
    expect(actor, type).toMatchObject({ type: "system" });
    return;
  }
  // Whoever came over the network: from where, with what, and under which request.
  expect(event?.ip, type).toMatch(/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/);
  expect(event?.requestId, type).toMatch(/^req_/);
}

function expectNoSecret(events: readonly Spelled[], secrets: readonly string[]): void {
  const text = JSON.stringify(events);
  for (const secret of secrets) expect(text).not.toContain(secret);
}
