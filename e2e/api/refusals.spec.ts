import { expect, test } from "@playwright/test";
import { startFixture } from "../outside/fixture-server.mjs";
import { apiOf, at, baseUrl, lastEvent, listAt, makeTenant, newName, type Tenant, textAt } from "./world";

/** What the API refuses, how it says so, and that nobody learns anything of another tenant. */

let mine: Tenant;
let theirs: Tenant;
let fixture: Awaited<ReturnType<typeof startFixture>>;
/** Ids and names of things that exist in the other tenant. */
const their = { human: "", humanKey: "", instance: "", policy: "", key: "", event: "", tool: "" };

test.beforeAll(async () => {
  [mine, theirs, fixture] = await Promise.all([makeTenant(), makeTenant(), startFixture()]);
  const { api } = theirs;
  const server = await api("POST", "servers", { key: "secret-server", name: "Secret", url: fixture.url });
  const human = await api("POST", "humans", { email: "mallory@example.com" });
  await api("PUT", "grants", { human: "human|mallory", server: "secret-server", ceiling: "high" });
  const instance = await api("POST", "instances", {
    human: "human|mallory",
    agent: "secret-agent",
    consents: [{ server: "secret-server", level: "high" }],
  });
  const policy = await api("POST", "policies", { name: "Secret policy", effect: "deny" });
  const key = await api("POST", "keys", { name: "Secret key", scopes: ["humans:read"] });
  their.tool = textAt(listAt(server.body, "tools")[0], "slug");
  their.human = textAt(human.body, "id");
  their.humanKey = "human%7Cmallory";
  their.instance = textAt(instance.body, "instance.id");
  their.policy = textAt(policy.body, "id");
  their.key = textAt(key.body, "id");
  their.event = textAt(await lastEvent(api, "key.created"), "id");
});
test.afterAll(async () => {
  await fixture.stop();
});

test("without a key, with a wrong one and with another tenant's, a call is refused with 401 and no more said", async () => {
  const strangers = [undefined, "csk_nonsense", theirs.key, "", `${mine.key}x`];
  for (const key of strangers) {
    const { status, body, headers } = await apiOf(mine.slug, key)("GET", "humans");
    expect(status, String(key)).toBe(401);
    expect(at(body, "error.code")).toBe("unauthenticated");
    expect(headers["www-authenticate"]).toContain("Bearer");
    expect(headers["x-request-id"]).toMatch(/^req_/);
    expect(headers["cache-control"]).toBe("no-store");
  }
  const nowhere = await apiOf(newName("nowhere"), mine.key)("GET", "humans");
  expect(nowhere.status).toBe(401);
});

test("a refused key is in the log of the tenant that the path names, and in that of the key", async () => {
  const refused = await apiOf(mine.slug, theirs.key)("GET", "keys");
  const here = await lastEvent(mine.api, "auth.refused");
  const there = await lastEvent(theirs.api, "auth.refused");
  for (const event of [here, there])
    expect(event).toMatchObject({
      outcome: "denied",
      requestId: refused.headers["x-request-id"],
      reason: { code: "invalid_api_key" },
    });
  expect(at(here, "actor.key")).toBe("key_unknown");
  expect(at(there, "actor.name")).toBe("First key");
  expect(JSON.stringify(here)).not.toContain(theirs.slug);
});

test("what belongs to another tenant is not found, whatever one does with it", async () => {
  const foreign: [string, string, unknown?][] = [
    ["GET", "servers/secret-server"],
    ["PATCH", "servers/secret-server", { name: "Mine" }],
    ["DELETE", "servers/secret-server"],
    ["POST", "servers/secret-server/refresh"],
    ["GET", "servers/secret-server/tools"],
    ["PATCH", `servers/secret-server/tools/${their.tool}`, { level: "low" }],
    ["GET", `humans/${their.human}`],
    ["GET", `humans/${their.humanKey}`],
    ["PATCH", `humans/${their.human}`, { status: "suspended" }],
    ["DELETE", `humans/${their.humanKey}`],
    ["PUT", "grants", { human: "human|mallory", server: "secret-server", ceiling: "low" }],
    ["GET", `grants?human=${their.humanKey}`],
    ["GET", "grants?server=secret-server"],
    ["DELETE", `grants?human=${their.humanKey}&server=secret-server`],
    ["GET", "agents/secret-agent"],
    ["PATCH", "agents/secret-agent", { name: "Mine" }],
    ["DELETE", "agents/secret-agent"],
    ["POST", "instances", { human: their.human, agent: "cursor", consents: [] }],
    ["GET", `instances/${their.instance}`],
    ["GET", `instances?human=${their.humanKey}`],
    ["GET", "instances?agent=secret-agent"],
    ["PATCH", `instances/${their.instance}`, { label: "Mine" }],
    ["DELETE", `instances/${their.instance}`],
    ["PUT", "consents", { instance: their.instance, server: "secret-server", level: "low" }],
    ["GET", `consents?instance=${their.instance}`],
    ["DELETE", `consents?instance=${their.instance}&server=secret-server`],
    ["GET", `policies/${their.policy}`],
    ["GET", `policies/${their.policy}/versions`],
    ["PATCH", `policies/${their.policy}`, { name: "Mine" }],
    ["DELETE", `policies/${their.policy}`],
    ["DELETE", `keys/${their.key}`],
    ["GET", `events/${their.event}`],
  ];
  for (const [method, path, body] of foreign) {
    const answer = await mine.api(method, path, body);
    expect([answer.status, at(answer.body, "error.code")], `${method} ${path}`).toEqual([404, "not_found"]);
  }
  // And nothing of it came to harm.
  expect((await theirs.api("GET", `instances/${their.instance}`)).body).toMatchObject({ status: "active" });
  expect((await theirs.api("GET", "servers/secret-server")).body).toMatchObject({ name: "Secret" });
});

test("a filter finds nothing of another tenant's events", async () => {
  const { body } = await mine.api("GET", `events?instance=${their.instance}`);
  expect(body).toEqual({ items: [], nextCursor: null });
});

test("a key does what its scopes say and is told which one it lacks", async () => {
  const made = await mine.api("POST", "keys", { name: "Humans only", scopes: ["humans:read", "keys:write"] });
  const limited = apiOf(mine.slug, textAt(made.body, "key"));
  expect((await limited("GET", "humans")).status).toBe(200);
  const calls: [string, string, string, unknown?][] = [
    ["humans:write", "POST", "humans", { email: "not an e-mail" }],
    ["servers:read", "GET", "servers"],
    ["servers:write", "POST", "servers", {}],
    ["grants:read", "GET", "grants?nonsense=1"],
    ["grants:write", "PUT", "grants", {}],
    ["agents:read", "GET", "agents"],
    ["instances:read", "GET", "instances"],
    ["instances:write", "DELETE", "instances/ins_nothing"],
    ["consents:read", "GET", "consents"],
    ["connections:read", "GET", "connections"],
    ["policies:read", "GET", "policies"],
    ["policies:write", "PATCH", "policies/pol_nothing", {}],
    ["events:read", "GET", "events?nonsense=1"],
    ["keys:read", "GET", "keys"],
  ];
  for (const [scope, method, path, body] of calls) {
    const answer = await limited(method, path, body);
    // 403 even where the rest of the call is wrong: what is needed is said first, and nothing about what is there.
    expect([answer.status, at(answer.body, "error.code")], `${method} ${path}`).toEqual([403, "forbidden"]);
    expect(textAt(answer.body, "error.message")).toContain(scope);
  }
  const beyond = await limited("POST", "keys", { name: "More", scopes: ["servers:write"] });
  expect(beyond.status, "a key cannot make a mightier one").toBe(403);
});

test("input that is not understood is answered with 422 and what is wrong, where", async () => {
  const wrong: [string, string, unknown, string][] = [
    ["POST", "humans", { email: "nobody" }, "email"],
    ["POST", "humans", { email: "a@b.example", nickname: "a" }, "nickname"],
    ["POST", "humans", [], ""],
    ["PUT", "grants", { human: "x", server: "y", ceiling: "highest" }, "ceiling"],
    [
      "POST",
      "instances",
      { human: "x", agent: "cursor", consents: [{ server: "s", level: "top" }] },
      "consents.0.level",
    ],
    ["POST", "policies", { name: "", effect: "allow" }, "name"],
    ["POST", "keys", { name: "k", scopes: ["everything:read"] }, "scopes.0"],
    ["POST", "servers", { key: "UPPER", name: "x", url: "http://127.0.0.1:1/mcp" }, "key"],
    ["GET", "humans?limit=0", undefined, "limit"],
    ["GET", "humans?limit=201", undefined, "limit"],
    ["GET", "humans?cursor=nonsense", undefined, "cursor"],
    ["GET", "humans?name=x", undefined, "name"],
    ["GET", "servers/x/tools?limit=1", undefined, "limit"],
    ["DELETE", "grants?human=x", undefined, "server"],
  ];
  for (const [method, path, body, place] of wrong) {
    const answer = await mine.api(method, path, body);
    expect([answer.status, at(answer.body, "error.code")], `${method} ${path} ${JSON.stringify(body)}`).toEqual([
      422,
      "invalid",
    ]);
    const places = listAt(answer.body, "error.details").map((detail) => at(detail, "path"));
    expect(places, `${method} ${path} ${JSON.stringify(body)}`).toContain(place);
  }
});

test("a body that is no JSON, too large or missing is refused", async ({ request }) => {
  const post = (data: string) =>
    request.post(`${baseUrl}/api/v1/${mine.slug}/humans`, {
      headers: { authorization: `Bearer ${mine.key}`, "content-type": "application/json" },
      data: Buffer.from(data),
    });
  for (const data of ["{", "", `"${"x".repeat(1_100_000)}"`]) {
    const answer = await post(data);
    expect(answer.status(), data.slice(0, 10)).toBe(422);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid" } });
  }
});

test("a filter that the log does not know is refused with 400 and named, never ignored", async () => {
  const unknown = {
    "colour=red": "colour",
    "type=tool.flown": "type",
    "outcome=maybe": "outcome",
    "decision=perhaps": "decision",
    "limit=1000": "limit",
    "from=yesterday": "from",
    "range=2d": "range",
    "cursor=nonsense": "cursor",
  };
  for (const [query, name] of Object.entries(unknown)) {
    const answer = await mine.api("GET", `events?${query}`);
    expect([answer.status, at(answer.body, "error.code")], query).toEqual([400, "invalid"]);
    expect(listAt(answer.body, "error.details").map((detail) => at(detail, "path"))).toEqual([name]);
  }
});

test("what exists already is a conflict, and what cannot be reached upstream says so", async () => {
  await mine.api("POST", "humans", { email: "twice@example.com" });
  const twice = await mine.api("POST", "humans", { email: "twice@example.com" });
  expect([twice.status, at(twice.body, "error.code")]).toEqual([409, "conflict"]);
  expect(listAt(twice.body, "error.details")).toMatchObject([{ path: "email" }]);
  const away = await mine.api("POST", "servers", { key: "away", name: "Away", url: "http://127.0.0.1:9/mcp" });
  expect([away.status, at(away.body, "error.code")]).toEqual([502, "upstream"]);
  expect((await mine.api("GET", "servers/away")).status).toBe(404);
});

test("a call that the API does not have is a 404 in JSON", async () => {
  const answer = await mine.api("GET", "nonsense");
  expect([answer.status, at(answer.body, "error.code")]).toEqual([404, "not_found"]);
});

test("an event that does not exist is not found, however its id is spelled", async () => {
  for (const id of ["evt_nothing", "nonsense", "evt_00000000000000000000000000", "..%2Fkeys", "%00"]) {
    const { status } = await mine.api("GET", `events/${id}`);
    expect(status, id).toBe(404);
  }
});
