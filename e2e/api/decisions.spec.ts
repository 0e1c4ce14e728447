import { apiOf, type Json } from "../support/api";
import { expect, makeScene, type Scene, test } from "../support/scene";
import type { World } from "../support/world";

/* What would happen, what happened and why: asked over the API about calls that went through the gateway. */

type Decided = Json & {
  decision: string;
  reason: { code: string; text: string };
  policy: { id: string; name: string };
  chain: {
    stage: string;
    evaluated?: { policy: { id: string }; result: string; when?: Trace; unless?: Trace }[];
    cells?: unknown[];
  }[];
  bucket: string;
  passes?: Json;
  fails?: Json;
  wouldAllow?: { changes: { kind: string; text: string; where: string | null; by: string }[] }[];
};
type Trace = { text: string; result: string; actual?: unknown; children?: Trace[] };

const pay = (amount: unknown, more: object = {}) => ({ amount, currency: "EUR", to: "bob@example.com", ...more });
const capped = {
  name: "Small payments only",
  effect: "deny",
  scope: { tools: ["send_payment"] },
  unless: "args.amount < 500",
};
const addCap = (world: World, status = "active") => world.api.post<{ id: string }>("policies", { ...capped, status });
const whatIf = (scene: Scene, args: unknown, more: object = {}) =>
  scene.world.api.post<Decided>("decisions", {
    instance: scene.instance.id,
    server: "fixture",
    tool: "send_payment",
    arguments: args,
    ...more,
  });
const narrowed = async (world: World, ...scopes: string[]) => {
  const { key } = await world.api.post<{ key: string }>("keys", { name: "Narrow", scopes });
  return apiOf(world.baseUrl, world.tenant, key);
};

test.describe("what if", () => {
  test("says how a call would be decided, with every policy, its conditions and their values; nothing is called", async ({
    scene,
  }) => {
    const cap = await addCap(scene.world);
    const denied = await whatIf(scene, pay(750));
    expect(denied).toMatchObject({
      decision: "deny",
      reason: { code: "BLOCKED_BY_POLICY", text: "Blocked by policy 'Small payments only'" },
      policy: { id: cap.id },
      bucket: "conditional",
    });
    expect(denied.chain.map(({ stage }) => stage)).toEqual(["identity", "resource", "trust", "arguments", "policies"]);
    expect(denied.chain[2]?.cells).toHaveLength(9);
    const evaluated = denied.chain[4]?.evaluated ?? [];
    expect(evaluated.map(({ result }) => result).sort()).toEqual(["applies", "applies"]);
    expect(evaluated.find(({ policy }) => policy.id === cap.id)?.unless).toMatchObject({
      text: "args.amount < 500",
      result: "false",
      actual: 750,
    });
    expect(await whatIf(scene, pay(100))).toMatchObject({
      decision: "allow",
      policy: { name: "Allow what trust permits" },
    });
    expect((denied.passes as { amount: number }).amount).toBeLessThan(500);
    expect((denied.fails as { amount: number }).amount).toBeGreaterThanOrEqual(500);
    expect(await scene.upstream.count()).toBe(0);
    expect(await scene.world.calls()).toEqual([]);
  });

  test("a denial names the smallest changes that would have allowed it, each where it is made", async ({ scene }) => {
    const { world, human } = scene;
    const cap = await addCap(world);
    const kinds = ({ wouldAllow = [] }: Decided) => wouldAllow.map(({ changes }) => changes.map(({ kind }) => kind));
    const denied = await whatIf(scene, pay(750));
    expect(kinds(denied)).toEqual([["argument"], ["disable_policy"]]);
    expect(denied.wouldAllow?.[1]?.changes[0]).toMatchObject({
      where: `/${world.tenant}/policies/${cap.id}`,
      by: "admin",
    });
    expect(denied.wouldAllow?.[0]?.changes[0]?.text).toContain("args.amount < 500");

    await world.grant(human, "fixture", "low");
    await world.api.patch("servers/fixture/tools/send_payment", { level: "high" });
    const untrusted = await whatIf(scene, pay(100));
    expect(untrusted.reason).toEqual({ code: "TRUST_TOO_LOW", text: "No permission for 'send_payment'" });
    expect(kinds(untrusted)).toEqual([["ceiling"], ["tool_level"]]);
    // Two gates at once take two changes.
    expect(kinds(await whatIf(scene, pay(750)))[0]).toHaveLength(2);

    const reader = await narrowed(world, "policies:read", "instances:read");
    const asked = { instance: scene.instance.id, server: "fixture", tool: "send_payment", arguments: pay(100) };
    const { wouldAllow } = await reader.post<Decided>("decisions", asked);
    expect(
      wouldAllow?.flatMap(({ changes }) => changes.map(({ where }) => where)),
      "links for those who may",
    ).toEqual([null, null]);
  });

  test("a draft is asked as if it were in force: a new one, a stored one, one that is changed, one taken out", async ({
    scene,
  }) => {
    const rule = { ...capped, unless: "args.amount < 10" };
    expect(await whatIf(scene, pay(50), { draft: { rule } })).toMatchObject({ decision: "deny" });
    const cap = await addCap(scene.world, "draft");
    expect(await whatIf(scene, pay(750))).toMatchObject({ decision: "allow" });
    expect(await whatIf(scene, pay(750), { draft: { policy: cap.id } })).toMatchObject({ decision: "deny" });
    expect(
      await whatIf(scene, pay(750), { draft: { policy: cap.id, rule: { unless: "args.amount < 1000" } } }),
    ).toMatchObject({ decision: "allow" });
    await scene.world.api.patch(`policies/${cap.id}`, { status: "active" });
    expect(await whatIf(scene, pay(750), { draft: { policy: cap.id, rule: null } })).toMatchObject({
      decision: "allow",
    });
  });

  test("what is not there is a decision, who is not there is an error; another tenant's is neither", async ({
    scene,
    upstream,
  }) => {
    const { api } = scene.world;
    const ask = (more: object) => whatIf(scene, {}, more);
    expect((await ask({ server: "nowhere" })).reason.code).toBe("RESOURCE_NOT_FOUND");
    expect((await ask({ tool: "no_such" })).reason.code).toBe("TOOL_NOT_FOUND");
    const other = await makeScene(upstream);
    const asked = { server: "fixture", tool: "send_payment", arguments: {} };
    expect((await api.ask("POST", "decisions", { ...asked, instance: other.instance.id })).status).toBe(404);
    const wrong = await api.ask("POST", "decisions", {
      ...asked,
      instance: scene.instance.id,
      draft: { rule: { ...capped, unless: "args.amount <" } },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("At character 14");
    expect((await api.ask("POST", "decisions", { ...asked, instance: scene.instance.id, draft: {} })).status).toBe(422);
    const stranger = await narrowed(scene.world, "events:read");
    expect((await stranger.ask("POST", "decisions", { ...asked, instance: scene.instance.id })).status).toBe(403);
  });
});

test("access: three buckets of an instance, a human, an agent, a server, and who may use one tool", async ({
  scene,
}) => {
  const { world, human, instance } = scene;
  await addCap(world);
  await world.api.post("policies", {
    name: "No deletions",
    effect: "deny",
    status: "active",
    scope: { tools: ["delete_*"] },
  });
  const bob = await world.addHuman("bob");
  await world.grant(bob, "fixture", "low");
  const his = await world.addInstance(bob, [{ server: "fixture", level: "low" }]);

  type Page = {
    items: { instance: { id: string }; human: { key: string }; effective: string; counts: Json; tools: Json[] }[];
  };
  const get = (query: string) => world.api.get<Page>(`access?${query}`);
  const { items } = await get(`instance=${instance.id}&examples=true`);
  expect(items).toHaveLength(1);
  const bucketOf = Object.fromEntries((items[0]?.tools ?? []).map((tool) => [tool["tool"], tool]));
  expect(bucketOf["send_payment"]).toMatchObject({
    bucket: "conditional",
    policies: [{ name: "Small payments only" }],
  });
  const passes = bucketOf["send_payment"] as { passes: { amount: number }; fails: { amount: number } };
  expect(passes.passes.amount).toBeLessThan(500);
  expect(passes.fails.amount).toBeGreaterThanOrEqual(500);
  expect(bucketOf["delete_repo"]).toMatchObject({ bucket: "denied", code: "BLOCKED_BY_POLICY" });
  expect(bucketOf["echo"]).toMatchObject({ bucket: "allowed" });

  const byHuman = await get(`human=${encodeURIComponent(bob)}`);
  expect(byHuman.items.map((item) => item.instance.id)).toEqual([his.id]);
  expect(byHuman.items[0]).toMatchObject({ effective: "low" });
  expect(byHuman.items[0]?.tools.find((tool) => tool["tool"] === "send_payment")).toMatchObject({
    bucket: "denied",
    code: "TRUST_TOO_LOW",
  });
  expect((await get("agent=claude-code")).items).toHaveLength(2);
  const who = await get("server=fixture&tool=send_payment");
  expect(who.items.map((item) => [item.human.key, item.tools.map((tool) => tool["bucket"])])).toEqual([
    [bob, ["denied"]],
    [human, ["conditional"]],
  ]);
  // The same buckets as the first connection left in the log, and as the list shows.
  const agent = await scene.agent();
  const listed = await agent.list();
  const { buckets } = await world.event({ type: "agent.connected", instance: instance.id });
  const now = (bucket: string) =>
    (items[0]?.tools ?? [])
      .filter((tool) => tool["bucket"] === bucket)
      .map((tool) => `fixture/${String(tool["tool"])}`);
  expect([...(buckets?.conditional ?? [])].sort()).toEqual(now("conditional").sort());
  expect([...(buckets?.denied ?? [])].sort()).toEqual(now("denied").sort());
  expect(listed.map((name) => `fixture/${name}`).sort()).toEqual([...now("allowed"), ...now("conditional")].sort());

  expect((await world.api.ask("GET", "access")).status).toBe(422);
  expect((await world.api.ask("GET", "access?tool=echo&human=alice")).status).toBe(422);
  expect((await world.api.ask("GET", "access?instance=ins_nobody")).status).toBe(404);
});

/** The last line of a replay's stream, and how many lines came before. */
async function replay(world: World, body: object) {
  const { status, text } = await world.api.ask("POST", "policies/replay", body);
  expect(status, text).toBe(200);
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
  return { progress: lines.slice(0, -1), result: lines.at(-1)?.["result"] as Json & { counts: Json; samples: Json[] } };
}

test("replay: recorded calls under a draft; what was masked is judged by what it could have been", async ({
  scene,
}) => {
  const { world } = scene;
  const agent = await scene.agent();
  for (const amount of [10, 499, 500, 750]) await agent.call("send_payment", pay(amount));
  await agent.call("echo", { text: "hello" });
  // A text that looks like a credential is never stored.
  await agent.call("send_payment", pay(20, { to: "Bearer abcdefghijklmnopqrstuvwxyz012345" }));
  await agent.call("delete_everything_now", {});
  const draft = { rule: capped };
  const { progress, result } = await replay(world, { draft });
  expect(progress[0]).toEqual({ progress: { done: 0, total: 7 } });
  expect(progress.at(-1)).toEqual({ progress: { done: 7, total: 7 } });
  expect(result).toMatchObject({
    total: 7,
    truncated: false,
    counts: { unchanged: 5, newlyDenied: 2, newlyAllowed: 0, undetermined: 0 },
    byHuman: [{ key: scene.human, newlyDenied: 2 }],
  });
  expect(result.samples).toHaveLength(2);
  const event = await world.api.get<Json>(`events/${String(result.samples[0]?.["event"])}`);
  expect(event).toMatchObject({ decision: "allow", tool: { name: "send_payment" } });

  const onMasked = { rule: { ...capped, unless: 'args.to.endsWith("@example.com")' } };
  expect((await replay(world, { draft: onMasked })).result.counts).toMatchObject({ undetermined: 1, newlyDenied: 0 });
  const settledAnyway = { rule: { ...capped, unless: 'args.amount < 1000 || args.to.endsWith("@example.com")' } };
  expect((await replay(world, { draft: settledAnyway })).result.counts).toMatchObject({
    undetermined: 0,
    newlyDenied: 0,
  });

  const cap = await addCap(world);
  await agent.call("send_payment", pay(900));
  expect((await replay(world, { draft: { policy: cap.id, rule: null } })).result.counts).toMatchObject({
    newlyAllowed: 1,
  });

  expect(
    (
      await world.api.ask("POST", "policies/replay", {
        draft,
        from: "2026-01-02T00:00:00Z",
        to: "2026-01-01T00:00:00Z",
      })
    ).status,
  ).toBe(422);
  const reader = await narrowed(world, "events:read", "policies:read");
  expect((await reader.ask("POST", "policies/replay", { draft })).status).toBe(403);
});

test("impact: what a draft means for live instances, with calls that both sets have decided", async ({ scene }) => {
  type Compared = {
    unchanged: number;
    counts: Json;
    rows: (Json & { opens?: { amount: number }; closes?: { amount: number } })[];
  };
  const impact = (body: object) => scene.world.api.post<Compared>("policies/impact", body);
  const narrower = await impact({ draft: { rule: capped } });
  expect(narrower.counts).toEqual({ wider: 0, narrower: 1, mixed: 0, unproved: 0 });
  expect(narrower.rows).toMatchObject([
    { tool: "send_payment", human: scene.human, from: "allowed", to: "conditional", verdict: "narrower" },
  ]);
  expect(narrower.rows[0]?.closes?.amount).toBeGreaterThanOrEqual(500);
  const cap = await addCap(scene.world);
  const wider = await impact({ draft: { policy: cap.id, rule: { unless: "args.amount < 1000" } } });
  expect(wider.rows).toMatchObject([{ tool: "send_payment", verdict: "wider" }]);
  const { amount = 0 } = wider.rows[0]?.opens ?? {};
  expect(amount >= 500 && amount < 1000).toBe(true);
  await scene.world.api.patch(`policies/${cap.id}`, { unless: "args.amount < 1000" });
  const against = await impact({ draft: { policy: cap.id }, version: 1 });
  expect(against.rows).toMatchObject([{ tool: "send_payment", verdict: "wider" }]);
});

test.describe("why", () => {
  test("of an allowed call the whole chain follows again from what was stored, under the policies of then", async ({
    scene,
  }) => {
    const { world } = scene;
    const cap = await addCap(world);
    await world.api.patch(`humans/${encodeURIComponent(scene.human)}`, { groups: ["finance"] });
    const agent = await scene.agent();
    await agent.call("send_payment", pay(100));
    await world.api.del(`policies/${cap.id}`);
    await world.api.patch(`humans/${encodeURIComponent(scene.human)}`, { groups: [] });

    const event = await world.event({ tool: "send_payment", decision: "allow" });
    const stored = event.chain.at(-1) as unknown as { evaluated: unknown[] };
    expect(stored.evaluated).toHaveLength(1);
    const why = await world.api.get<{ chainFrom: string; agrees: boolean; chain: Decided["chain"] }>(
      `events/${event.id}/decision`,
    );
    expect(why).toMatchObject({ chainFrom: "derived", agrees: true });
    const evaluated = why.chain.at(-1)?.evaluated ?? [];
    expect(evaluated.find(({ policy }) => policy.id === cap.id)).toMatchObject({
      result: "does_not_apply",
      unless: { result: "true", actual: 100 },
    });
    expect(await world.events({ type: "audit.payload_viewed" })).toHaveLength(1);

    const reader = await narrowed(world, "events:read");
    const bare = await reader.get<{ chain: Decided["chain"] }>(`events/${event.id}/decision`);
    expect(JSON.stringify(bare)).not.toContain('"actual"');
    expect(await world.events({ type: "audit.payload_viewed" })).toHaveLength(1);
  });

  test("a denial is stored with its whole chain, without secrets, and says what would have allowed it", async ({
    scene,
  }) => {
    const { world } = scene;
    await addCap(world);
    await world.api.post("policies", {
      name: "Known tokens",
      effect: "deny",
      status: "active",
      scope: { tools: ["send_payment"] },
      when: 'has(args.to) && args.to == "Bearer abcdefghijklmnopqrstuvwxyz012345"',
    });
    const agent = await scene.agent();
    await agent.call("send_payment", pay(750, { to: "Bearer abcdefghijklmnopqrstuvwxyz012345" }));
    const event = await world.event({ outcome: "denied" });
    const step = event.chain.at(-1) as unknown as {
      evaluated: { policy: { name: string }; unless?: Trace; when?: Trace }[];
    };
    expect(step.evaluated).toHaveLength(3);
    expect(step.evaluated.find(({ policy }) => policy.name === "Small payments only")?.unless?.actual).toBe(750);
    const seen = step.evaluated.find(({ policy }) => policy.name === "Known tokens")?.when?.children?.[1];
    expect(seen).toMatchObject({ result: "true", actual: "Bearer [masked]" });
    const why = await world.api.get<{ agrees: boolean | null; wouldAllow: NonNullable<Decided["wouldAllow"]> }>(
      `events/${event.id}/decision`,
    );
    expect(why.agrees).not.toBe(false);
    expect(why.wouldAllow.length).toBeGreaterThan(0);
  });

  test("refusals of every gate are explained, and another tenant's events are not there", async ({
    scene,
    upstream,
  }) => {
    const { world, human } = scene;
    const agent = await scene.agent();
    await agent.list();
    await world.grant(human, "fixture", "low");
    await agent.call("delete_repo", { repo: "a/b" });
    const event = await world.event({ outcome: "denied" });
    const why = await world.api.get<{ agrees: boolean; wouldAllow: { changes: { kind: string }[] }[] }>(
      `events/${event.id}/decision`,
    );
    expect(why.agrees).toBe(true);
    expect(why.wouldAllow.map(({ changes }) => changes.map(({ kind }) => kind))).toEqual([["ceiling"], ["tool_level"]]);
    const other = await makeScene(upstream);
    expect((await other.world.api.ask("GET", `events/${event.id}/decision`)).status).toBe(404);
    const connected = await world.event({ type: "policy.created" }).catch(() => undefined);
    if (connected) expect((await world.api.ask("GET", `events/${connected.id}/decision`)).status).toBe(404);
  });
});
