import type { Json } from "../support/api";
import { sql } from "../support/database";
import type { AuditEvent } from "../support/event";
import { rawAgent } from "../support/raw-agent";
import { expect, type Fixture, test } from "../support/scene";
import { type Instance, makeWorld, type World } from "../support/world";

/*
 * Two tenants in which everything has the same name, and two humans who share one agent: no row, list, token, id, cursor
 * or cached answer crosses from one to the other. What the API can list and get is read from its own description, so a
 * call that is added later is tried as well.
 */

interface Place {
  world: World;
  alice: Instance;
  bob: Instance;
  /** Every id and every word that must never be seen from outside, by what it names. */
  own: Record<string, string>;
}

/** The same names in every tenant, but for what ends in `mark`. */
async function build(upstream: Fixture, mark: string): Promise<Place> {
  const world = await makeWorld();
  await world.addServer("fixture", upstream.url);
  await world.addServer(`only-${mark}`, upstream.url);
  const instances: Instance[] = [];
  for (const name of ["alice", "bob"]) {
    const human = await world.addHuman(name);
    await world.grant(human, "fixture", "high");
    instances.push(await world.addInstance(human, [{ server: "fixture", level: "high" }]));
  }
  const [alice, bob] = instances as [Instance, Instance];
  const only = await world.addHuman(`only-${mark}`);
  await world.grant(only, `only-${mark}`, "high");
  const cursor = await world.addInstance(only, [{ server: `only-${mark}`, level: "high" }], `agent-${mark}`);
  const policy = await world.api.post<{ id: string }>("policies", {
    name: `Policy ${mark}`,
    effect: "deny",
    scope: { tools: ["nothing"] },
  });
  const written = await world.api.post<{ id: string }>(`policies/${policy.id}/tests`, {
    name: `Test ${mark}`,
    human: only,
    agent: `agent-${mark}`,
    server: `only-${mark}`,
    tool: "echo",
    arguments: { text: mark },
    expect: { decision: "allow" },
  });
  const key = await world.api.post<{ id: string }>("keys", { name: `Key ${mark}`, scopes: ["events:read"] });
  const hold = await world.api.post<{ id: string }>("holds", { reason: `Hold ${mark}`, server: `only-${mark}` });
  const view = await world.api.post<{ id: string }>("views", { name: `View ${mark}`, query: "", shared: true });
  const client = await world.api.post<{ client: { clientId: string } }>("clients", {
    name: `Client ${mark}`,
    agent: `agent-${mark}`,
    redirectUris: [`https://only-${mark}.example/callback`],
  });
  await world.api.put("payload-rules", { server: `only-${mark}`, results: "mask" });
  const limit = await world.api.put<{ id: string }>("limits", {
    ...{ kind: "server", subject: `only-${mark}`, calls: 500, seconds: 60 },
  });
  // Only a signed-in human reports, and no door lets a test be one: the row is what matters here.
  const report = `rpt_${mark}_${world.tenant}`;
  await sql(
    `INSERT INTO report (tenant_no, id, human_id, instance_id, event_id, text)
     SELECT tenant_no, $1, human_id, id, 'evt_of_nothing', $2 FROM instance WHERE id = $3`,
    [report, `Report ${mark}`, cursor.id],
  );
  const called = await (await rawAgent(world.mcpUrl(`only-${mark}`), cursor.token)).call("echo", { text: mark });
  // Sealed within a second; from then on there is a checkpoint.
  await expect.poll(async () => (await world.api.ask("GET", "checkpoints/latest")).status).toBe(200);
  const id = async (path: string) => (await world.api.get<{ id: string }>(path)).id;
  return {
    world,
    alice,
    bob,
    own: {
      tenant: world.tenant,
      server: await id(`servers/only-${mark}`),
      serverKey: `only-${mark}`,
      human: await id(`humans/${encodeURIComponent(only)}`),
      humanKey: only,
      alice: alice.id,
      bob: bob.id,
      instance: cursor.id,
      agent: `agent-${mark}`,
      policy: policy.id,
      policyName: `Policy ${mark}`,
      test: written.id,
      key: key.id,
      keyName: `Key ${mark}`,
      hold: hold.id,
      holdReason: `Hold ${mark}`,
      view: view.id,
      viewName: `View ${mark}`,
      limit: limit.id,
      report,
      reportText: `Report ${mark}`,
      client: client.client.clientId,
      clientName: `Client ${mark}`,
      event: called.message?.result?._meta?.["countersign/auditEvent"]?.id ?? "",
    },
  };
}

const places = test.extend<{ here: Place; there: Place }>({
  here: async ({ upstream }, use) => {
    await use(await build(upstream, "here"));
  },
  there: async ({ upstream }, use) => {
    await use(await build(upstream, "there"));
  },
});

/** Every call that the API describes, with the placeholders of its path filled from a place. */
async function everyCall(
  world: World,
  own: Place["own"],
): Promise<{ method: string; template: string; path: string }[]> {
  const response = await fetch(`${world.baseUrl}/api/v1/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Json> };
  return Object.entries(paths).flatMap(([full, methods]) => {
    const template = full.replace("/api/v1/{tenant}/", "");
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(namedIn(template, name, own)));
    return Object.keys(methods).map((method) => ({ method: method.toUpperCase(), template, path }));
  });
}

function namedIn(template: string, name: string, own: Place["own"]): string {
  const family = template.slice(0, template.indexOf("/"));
  const values: Record<string, string | undefined> = {
    "servers.key": own["serverKey"],
    "servers.tool": "echo",
    "humans.human": own["humanKey"],
    "agents.slug": own["agent"],
    "instances.id": own["instance"],
    "policies.id": own["policy"],
    "policies.test": own["test"],
    "events.id": own["event"],
    "keys.id": own["key"],
    "views.id": own["view"],
    "holds.id": own["hold"],
    "connections.id": own["instance"],
    "clients.client": own["client"],
    "reports.id": own["report"],
    "limits.id": own["limit"],
  };
  const value = values[`${family}.${name}`];
  if (value === undefined) throw new Error(`${template}: say here what {${name}} names in another tenant.`);
  return value;
}

const expectNothingOf = (text: string, own: Place["own"], where: string) => {
  for (const [what, value] of Object.entries(own))
    expect(text.includes(value), `${what} of another in ${where}`).toBe(false);
};

places(
  "a key opens one tenant: every call of the API at another one is refused with 401, and shows nothing",
  async ({ here, there }) => {
    const calls = await everyCall(there.world, there.own);
    expect(calls.length).toBeGreaterThan(30);
    for (const { method, path } of calls) {
      const response = await fetch(`${there.world.baseUrl}/api/v1/${there.world.tenant}/${path}`, {
        method,
        headers: { authorization: `Bearer ${here.world.key}`, "content-type": "application/json" },
        ...(method === "GET" ? {} : { body: "{}" }),
      });
      expect(response.status, `${method} ${path}`).toBe(401);
      const { tenant: _, ...own } = there.own;
      expectNothingOf(await response.text(), own, `${method} ${path}`);
    }
  },
);

places(
  "no list shows a row of another tenant, and nothing of another tenant is found by its id or its name",
  async ({ here, there }) => {
    const { api } = here.world;
    for (const { method, template, path } of await everyCall(there.world, there.own)) {
      const where = `${method} ${template}`;
      const isList = !template.includes("{");
      if (method === "GET" && isList) {
        const mine = await api.ask("GET", `${path}?${queries[template] ?? ""}`);
        expect(mine.status, where).toBe(200);
        expectNothingOf(mine.text, there.own, where);
      } else if (!isList) {
        const body = bodies[where];
        const found = await api.ask(method, path, method === "GET" || method === "DELETE" ? undefined : (body ?? {}));
        expect(found.status, `${where}: ${found.text}`).toBe(404);
        // What was asked for may be repeated; nothing else of it may be known.
        const asked = decodeURIComponent(path);
        const rest = Object.entries(there.own).filter(([, value]) => !asked.includes(value));
        expectNothingOf(found.text, Object.fromEntries(rest), where);
      }
    }
    // And in the other tenant everything is still as it was.
    const { api: theirs } = there.world;
    const { own } = there;
    expect(await theirs.get(`instances/${own["instance"]}`)).toMatchObject({ status: "active" });
    expect(await theirs.get(`policies/${own["policy"]}`)).toMatchObject({ status: "draft", version: 1 });
    expect(await theirs.get(`agents/${own["agent"]}`)).toMatchObject({ slug: own["agent"] });
    expect(JSON.stringify(await theirs.get("keys"))).toContain(own["key"]);
    expect(JSON.stringify(await theirs.get("servers"))).toContain(own["serverKey"]);
  },
);

/** What a list wants to be asked with. */
const queries: Record<string, string> = {
  access: "server=fixture",
  stops: "server=fixture",
  // What everything that only the other tenant has is called by.
  find: "q=there",
  "events/suggest": "field=human",
  "events/export": "format=jsonl",
  "retention/preview": "days=30",
};

/** Bodies that would change something if the thing were one's own. */
const bodies: Record<string, Json> = {
  "POST events/{id}/payload/erase": { reason: "Not mine" },
  "POST humans/{human}/erase": { reason: "Not mine" },
  "POST policies/{id}/restore": { version: 1 },
  "POST policies/{id}/tests": {
    ...{ name: "T", human: "human|alice", agent: "claude-code", server: "fixture", tool: "echo" },
    ...{ arguments: {}, expect: { decision: "allow" } },
  },
  "PATCH policies/{id}/tests/{test}": { name: "Renamed" },
  "PATCH servers/{key}": { enabled: false },
  "PATCH servers/{key}/tools/{tool}": { enabled: false },
  "PATCH humans/{human}": { status: "suspended" },
  "PATCH agents/{slug}": { status: "suspended" },
  "PATCH instances/{id}": { status: "suspended" },
  "PATCH policies/{id}": { status: "active" },
  "PATCH views/{id}": { name: "Renamed" },
  "PATCH clients/{client}": { status: "suspended" },
  "PUT clients/{client}/human": { human: "human|alice" },
};

places("nothing of another tenant can be named in a change", async ({ here, there }) => {
  const { api } = here.world;
  const { own } = there;
  const attempts: [string, string, Json | undefined][] = [
    ["PUT", "grants", { human: own["human"], server: "fixture", ceiling: "high" }],
    ["POST", "decisions", { instance: own["instance"], server: "fixture", tool: "echo" }],
    [
      "POST",
      "decisions",
      { instance: here.own["alice"], server: "fixture", tool: "echo", draft: { policy: own["policy"] } },
    ],
    ["POST", "policies/impact", { draft: { policy: own["policy"] } }],
    ["POST", "policies/replay", { draft: { policy: own["policy"] } }],
    ["PUT", "grants", { human: "human|alice", server: own["serverKey"], ceiling: "high" }],
    ["POST", "clients", { name: "C", authMethod: "client_secret_basic", human: own["human"] }],
    ["POST", "holds", { reason: "r", human: own["humanKey"] }],
    ["POST", "holds", { reason: "r", server: own["server"] }],
    ["PUT", "payload-rules", { server: own["serverKey"], arguments: "drop" }],
    ["DELETE", `payload-rules?server=${own["serverKey"]}`, undefined],
    ["PUT", "limits", { kind: "server", subject: own["serverKey"], calls: 1, seconds: 60 }],
    ["PUT", "limits", { kind: "tool", subject: `${own["serverKey"]}/echo`, concurrent: 1 }],
    ["PUT", "limits", { kind: "human", subject: own["humanKey"], concurrent: 1 }],
    ["PUT", "limits", { kind: "agent", subject: own["agent"], concurrent: 1 }],
    ["PUT", "limits", { kind: "instance", subject: own["instance"], concurrent: 1 }],
    ["POST", "payload-rules/preview", { server: own["server"], example: {} }],
    ["POST", "payloads/erase", { human: own["human"], reason: "Not mine" }],
    ["POST", "payloads/erase", { human: own["humanKey"], reason: "Not mine" }],
    ["DELETE", `grants?human=${own["human"]}&server=fixture`, undefined],
    ["POST", "instances", { human: own["human"], agent: "claude-code", consents: [] }],
    ["POST", "instances", { human: "human|alice", agent: "x", consents: [{ server: own["serverKey"], level: "low" }] }],
    ["PUT", "consents", { instance: own["instance"], server: "fixture", level: "low" }],
    ["PUT", "consents", { instance: own["alice"], server: "fixture", level: "low" }],
    ["DELETE", `consents?instance=${own["alice"]}&server=fixture`, undefined],
    ["POST", "policies", { name: "P", effect: "deny", status: "active", scope: { humans: [own["human"]] } }],
    ["POST", "policies", { name: "P", effect: "deny", status: "active", scope: { instances: [own["alice"]] } }],
    ["POST", "policies", { name: "P", effect: "deny", status: "active", scope: { servers: [own["serverKey"]] } }],
  ];
  for (const [method, path, body] of attempts) {
    const { status, text } = await api.ask(method, path, body);
    expect([404, 422], `${method} ${path} ${JSON.stringify(body)}: ${text}`).toContain(status);
  }
  expect((await there.world.api.get<{ items: Json[] }>("consents")).items).toHaveLength(3);
});

places(
  "a filter that names what is another tenant's finds nothing, and never more than without it",
  async ({ here, there }) => {
    const { own } = there;
    for (const [filter, value] of Object.entries({
      instance: own["alice"],
      human: own["human"],
      agent: own["agent"],
      server: own["serverKey"],
      policy: own["policy"],
    }))
      expect(await here.world.events({ [filter]: value ?? "" }), filter).toEqual([]);
    for (const path of [
      `instances?human=${own["human"]}`,
      `instances?agent=${own["agent"]}`,
      `grants?server=${own["serverKey"]}`,
    ]) {
      const { status, body } = await here.world.api.ask("GET", path);
      if (status === 200) expect((body as { items: unknown[] }).items, path).toEqual([]);
      else expect(status, path).toBe(404);
    }
  },
);

places("a cursor of another tenant never leads to its rows", async ({ here, there }) => {
  const lists = (await everyCall(there.world, there.own)).filter(
    ({ method, template }) =>
      method === "GET" && !template.includes("{") && template !== "connections" && !template.startsWith("checkpoints/"),
  );
  let tried = 0;
  for (const { template } of lists) {
    const { body } = await there.world.api.ask("GET", `${template}?${queries[template] ?? ""}&limit=1`);
    const { nextCursor } = (body ?? {}) as { nextCursor?: string | null };
    if (!nextCursor) continue;
    tried += 1;
    const { status, text } = await here.world.api.ask(
      "GET",
      `${template}?${queries[template] ?? ""}&limit=200&cursor=${nextCursor}`,
    );
    expect([200, 400, 422], template).toContain(status);
    expectNothingOf(text, there.own, template);
    if (template === "events") expect(status).toBe(400);
  }
  expect(tried).toBeGreaterThanOrEqual(6);
});

places(
  "what is denied in one tenant is denied there only, although everything has the same name",
  async ({ here, there }) => {
    await there.world.api.post("policies", { name: "Closed", effect: "deny", status: "active" });
    await here.world.api.patch("servers/fixture/tools/echo", { level: "low" });
    const agents = await Promise.all(
      [here.alice, here.bob, there.alice, there.bob].map((instance, i) =>
        rawAgent((i < 2 ? here : there).world.mcpUrl("fixture"), instance.token),
      ),
    );
    // All at once: questions of many tenants share one statement, and their answers must find the way back.
    const asked = Array.from({ length: 160 }, (_, i) => ({ who: i % 4, text: `call ${i}` }));
    const answers = await Promise.all(asked.map(({ who, text }) => (agents[who] ?? agents[0])?.call("echo", { text })));
    for (const [i, answer] of answers.entries()) {
      const { who = 0, text = "" } = asked[i] ?? {};
      if (who < 2) expect(answer?.message?.result?.content?.[0]?.text).toBe(text);
      else expect(answer?.message?.error?.code).toBe(-32602);
    }
    for (const [place, outcome] of [
      [here, "success"],
      [there, "denied"],
    ] as const)
      for (const instance of [place.alice, place.bob]) {
        const events = await place.world.calls({ instance: instance.id });
        expect(events).toHaveLength(40);
        expect(events.every((e) => e.outcome === outcome && e.human?.key === instance.human)).toBe(true);
      }
  },
);

places("two humans who share an agent share nothing else", async ({ here }) => {
  const { world, alice, bob } = here;
  await world.api.put("consents", { instance: bob.id, server: "fixture", level: "low" });
  const agents = [
    await rawAgent(world.mcpUrl("fixture"), alice.token),
    await rawAgent(world.mcpUrl("fixture"), bob.token),
  ] as const;
  expect(await agents[0].list()).toContain("delete_repo");
  expect(await agents[1].list()).not.toContain("delete_repo");
  expect((await agents[0].call("delete_repo", { repo: "a/b" })).message?.result?.isError ?? false).toBe(false);
  expect((await agents[1].call("delete_repo", { repo: "a/b" })).message?.error?.code).toBe(-32602);

  const seen = async (filter: Record<string, string>) =>
    new Set((await world.calls(filter)).map((event: AuditEvent) => event.human?.key));
  expect(await seen({ human: alice.human })).toEqual(new Set([alice.human]));
  expect(await seen({ human: bob.human })).toEqual(new Set([bob.human]));
  expect(await seen({ instance: bob.id })).toEqual(new Set([bob.human]));
  expect(await seen({ agent: "claude-code" })).toEqual(new Set([alice.human, bob.human]));

  // What happens to one does not happen to the other.
  await world.api.patch(`humans/${encodeURIComponent(bob.human)}`, { status: "suspended" });
  expect((await agents[0].call("echo", { text: "a" })).message?.result?.content?.[0]?.text).toBe("a");
  await world.api.del(`instances/${alice.id}`);
  expect((await agents[0].call("echo", { text: "a" })).status).toBe(401);
  await world.api.patch(`humans/${encodeURIComponent(bob.human)}`, { status: "active" });
  expect((await agents[1].call("echo", { text: "b" })).message?.result?.content?.[0]?.text).toBe("b");
});
