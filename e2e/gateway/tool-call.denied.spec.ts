import type { AuditEvent } from "../support/event";
import type { Answer, RawAgent } from "../support/raw-agent";
import { eras, rawAgent } from "../support/raw-agent";
import { expect, makeScene, type Scene, test } from "../support/scene";
import type { World } from "../support/world";

/** A denial of a tool that was listed: a result that the model reads, never a status that its host acts on. */
async function expectDenied(
  scene: Scene,
  agent: RawAgent,
  answer: Answer,
  event: AuditEvent,
  expected: { tool: string; code: string; text: string; policy: string; errorType: string; retryable?: boolean },
) {
  const { status, message, headers } = answer;
  expect(status).toBe(200);
  expect(headers["www-authenticate"]).toBeUndefined();
  const result = message?.result;
  expect(message?.error).toBeUndefined();
  expect(result?.isError).toBe(true);
  if (agent.era === "modern") expect(result?.resultType).toBe("complete");

  expect(event).toMatchObject({
    type: "gateway.tool.error",
    outcome: "denied",
    decision: "deny",
    reason: { code: expected.code, text: expected.text },
    error: { type: expected.errorType, message: expected.text },
    policy: { name: expected.policy },
    human: { key: scene.human },
    server: "fixture",
    tool: { name: expected.tool },
    check: { user: "agent|claude-code", action: expected.tool, resource: "fixture:fixture" },
    durationMs: { upstream: null },
    requestId: headers["x-request-id"],
    result: null,
  });
  expect(event.chain.at(-1)?.passed).toBe(false);
  expect(event.chain.slice(0, -1).every((step) => step.passed)).toBe(true);

  expect(result?._meta).toEqual({
    "countersign/denial": {
      eventId: event.id,
      code: expected.code,
      policy: { id: event.policy?.id, name: expected.policy },
      retryable: expected.retryable ?? false,
    },
    "countersign/auditEvent": { id: event.id, leaf: event.hash },
  });
  const text = result?.content?.map((part) => part.text).join("\n") ?? "";
  expect(text).toContain(expected.text);
  if (!expected.retryable) expect(text).toContain(expected.policy);
  expect(await scene.upstream.count(expected.tool)).toBe(0);
}

const trust = { policy: "Trust ceiling", errorType: "blocked_by_policy" };

/** How a right that was there when the tool was listed is taken away, and what the next call is then told. */
const takenAway: Record<
  string,
  {
    take: (scene: Scene) => Promise<unknown>;
    expected: { code: string; text: string; policy: string; errorType: string };
  }
> = {
  "the ceiling is lowered": {
    take: ({ world, human }) => world.grant(human, "fixture", "low"),
    expected: { code: "TRUST_TOO_LOW", text: "No permission for 'create_issue'", ...trust },
  },
  "the ceiling is taken away": {
    take: ({ world, human }) => world.api.del(`grants?human=${encodeURIComponent(human)}&server=fixture`),
    expected: { code: "NO_GRANT", text: "No permission for 'create_issue'", ...trust },
  },
  "the consent is lowered": {
    take: ({ world, instance }) =>
      world.api.put("consents", { instance: instance.id, server: "fixture", level: "low" }),
    expected: { code: "TRUST_TOO_LOW", text: "No permission for 'create_issue'", ...trust },
  },
  "the consent is revoked": {
    take: ({ world, instance }) => world.api.del(`consents?instance=${instance.id}&server=fixture`),
    expected: { code: "NO_CONSENT", text: "No permission for 'create_issue'", ...trust },
  },
  "the tool is left out of the consent": {
    take: ({ world, instance }) =>
      world.api.put("consents", {
        instance: instance.id,
        server: "fixture",
        level: "high",
        excludedTools: ["create_issue"],
      }),
    expected: { code: "TOOL_EXCLUDED", text: "No permission for 'create_issue'", ...trust },
  },
  "the tool's level is raised": {
    take: async ({ world, human }) => {
      await world.grant(human, "fixture", "medium");
      await world.api.patch("servers/fixture/tools/create_issue", { level: "high" });
    },
    expected: { code: "TRUST_TOO_LOW", text: "No permission for 'create_issue'", ...trust },
  },
  "the tool is disabled": {
    take: ({ world }) => world.api.patch("servers/fixture/tools/create_issue", { enabled: false }),
    expected: {
      code: "TOOL_DISABLED",
      text: "No permission for 'create_issue'",
      policy: "Known resource",
      errorType: "disabled",
    },
  },
  "the tool's definition widens": {
    take: async ({ world, upstream }) => {
      await upstream.changeTools({ alter: { create_issue: { inputSchema: { type: "object" } } } });
      await world.api.post("servers/fixture/refresh");
    },
    expected: {
      code: "TOOL_QUARANTINED",
      text: "No permission for 'create_issue'",
      policy: "Known resource",
      errorType: "disabled",
    },
  },
  "the tool disappears from its server": {
    take: async ({ world, upstream }) => {
      await upstream.changeTools({ remove: ["create_issue"] });
      await world.api.post("servers/fixture/refresh");
    },
    expected: {
      code: "TOOL_NOT_FOUND",
      text: "No permission for 'create_issue'",
      policy: "Known resource",
      errorType: "not_found",
    },
  },
  "the server is disabled": {
    take: ({ world }) => world.api.patch("servers/fixture", { enabled: false }),
    expected: {
      code: "RESOURCE_DISABLED",
      text: "The server is disabled",
      policy: "Known resource",
      errorType: "disabled",
    },
  },
  "the instance is suspended": {
    take: ({ world, instance }) => world.api.patch(`instances/${instance.id}`, { status: "suspended" }),
    expected: {
      code: "PRINCIPAL_SUSPENDED",
      text: "The agent instance is suspended",
      policy: "Known principal",
      errorType: "disabled",
    },
  },
  "the agent is suspended": {
    take: ({ world }) => world.api.patch("agents/claude-code", { status: "suspended" }),
    expected: {
      code: "PRINCIPAL_SUSPENDED",
      text: "The agent is suspended",
      policy: "Known principal",
      errorType: "disabled",
    },
  },
  "the human is suspended": {
    take: ({ world, human }) => world.api.patch(`humans/${encodeURIComponent(human)}`, { status: "suspended" }),
    expected: {
      code: "PRINCIPAL_SUSPENDED",
      text: "The human is suspended",
      policy: "Known principal",
      errorType: "disabled",
    },
  },
  "a deny policy comes into force": {
    take: ({ world }) => deny(world, { tools: ["create_*"] }),
    expected: {
      code: "BLOCKED_BY_POLICY",
      text: "Blocked by policy 'No new issues'",
      policy: "No new issues",
      errorType: "blocked_by_policy",
    },
  },
  "the seeded policy is disabled": {
    take: async ({ world }) => world.api.patch(`policies/${await seededPolicy(world)}`, { status: "disabled" }),
    expected: {
      code: "NO_MATCHING_POLICY",
      text: "No policy allows 'create_issue'",
      policy: "Default deny",
      errorType: "blocked_by_policy",
    },
  },
};

// The eras differ in one field of the answer, not in who decides: one case of the other era is enough.
for (const [change, { take, expected }] of Object.entries(takenAway))
  for (const era of change === "a deny policy comes into force" ? eras : (["modern"] as const))
    test(`${era}: when ${change}, the very next call of a listed tool is denied in words, and recorded`, async ({
      scene,
    }) => {
      const agent = await scene.agent(era);
      expect(await agent.list()).toContain("create_issue");
      const before = await agent.call("create_issue", { title: "before", project: "CORE" });
      expect(before.message?.result?.isError ?? false).toBe(false);
      await scene.upstream.reset();

      await take(scene);
      const answer = await agent.call("create_issue", { title: "after", project: "CORE" });
      const event = await scene.world.event({ tool: "create_issue", reason: expected.code });
      await expectDenied(scene, agent, answer, event, { tool: "create_issue", ...expected });
    });

test("a consent that runs out while the agent works denies from then on", async ({ scene }) => {
  const { world, human } = scene;
  const expiresAt = new Date(Date.now() + 3_000).toISOString();
  const instance = await world.addInstance(human, [{ server: "fixture", level: "high", expiresAt }]);
  const agent = await rawAgent(world.mcpUrl("fixture"), instance.token);
  expect(await agent.list()).toContain("create_issue");
  await expect
    .poll(async () => (await agent.call("create_issue", { title: "x", project: "CORE" })).message?.result?.isError, {
      intervals: [100],
    })
    .toBe(true);
  const [last] = await world.calls({ instance: instance.id });
  expect(last).toMatchObject({
    outcome: "denied",
    reason: { code: "CONSENT_EXPIRED", text: "No permission for 'create_issue'" },
    error: { type: "blocked_by_policy" },
  });
  expect(Date.parse(last?.occurredAt ?? "")).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  expect(await agent.list()).toEqual([]);
});

for (const [what, take] of Object.entries({
  agent: (scene: Scene, status: string) => scene.world.api.patch("agents/claude-code", { status }),
  instance: (scene: Scene, status: string) => scene.world.api.patch(`instances/${scene.instance.id}`, { status }),
  human: (scene: Scene, status: string) =>
    scene.world.api.patch(`humans/${encodeURIComponent(scene.human)}`, { status }),
}))
  test(`a suspended ${what} that is resumed works again at once`, async ({ scene }) => {
    const agent = await scene.agent();
    await agent.list();
    await take(scene, "suspended");
    expect((await agent.call("echo", { text: "a" })).message?.result?.isError).toBe(true);
    expect((await agent.request("tools/list")).message?.error?.message).toContain("suspended");
    await take(scene, "active");
    expect((await agent.call("echo", { text: "b" })).message?.result?.content?.[0]?.text).toBe("b");
    expect(await scene.upstream.count()).toBe(1);
  });

test.describe("policies", () => {
  test("one deny overrides any number of allows, whatever their order", async ({ scene }) => {
    const { world } = scene;
    const agent = await scene.agent();
    await agent.list();
    const allow = { effect: "allow", status: "active", scope: { tools: ["create_issue"] } };
    await world.api.post("policies", { name: "Allow before", ...allow });
    await deny(world, { tools: ["create_issue"] });
    await world.api.post("policies", { name: "Allow after", ...allow });
    const answer = await agent.call("create_issue", { title: "x", project: "CORE" });
    expect(answer.message?.result?._meta?.["countersign/denial"]?.policy.name).toBe("No new issues");
    const event = await world.event({ outcome: "denied" });
    const ruled = event.chain.find((step) => step.stage === "policies");
    // The stored chain shows everything that was weighed.
    expect(policiesIn(ruled, "evaluated").sort()).toEqual([
      "Allow after",
      "Allow before",
      "Allow what trust permits",
      "No new issues",
    ]);
  });

  test("no policy lifts the trust gate", async ({ upstream }) => {
    const scene = await makeScene(upstream, "low");
    await scene.world.api.post("policies", { name: "Allow everything", effect: "allow", status: "active" });
    const agent = await scene.agent();
    expect(await agent.list()).not.toContain("delete_repo");
    expect((await agent.call("delete_repo", { repo: "a/b" })).message?.error?.code).toBe(-32602);
    expect((await scene.world.event({ outcome: "denied" })).reason?.code).toBe("TRUST_TOO_LOW");
    expect(await upstream.count()).toBe(0);
  });

  test("a deny for one human, one agent or one instance leaves the others alone", async ({ scene }) => {
    const { world, human } = scene;
    const bob = await world.addHuman("bob");
    await world.grant(bob, "fixture", "high");
    const consents = [{ server: "fixture", level: "high" as const }];
    const instances = {
      alicesClaude: scene.instance,
      alicesOther: await world.addInstance(human, consents),
      alicesCursor: await world.addInstance(human, consents, "cursor"),
      bobsClaude: await world.addInstance(bob, consents),
    };
    const agents = await Promise.all(
      Object.entries(instances).map(
        async ([name, { token }]) => [name, await rawAgent(world.mcpUrl("fixture"), token)] as const,
      ),
    );
    const denied = async (scope: object) => {
      const { id } = await deny(world, scope);
      const who: string[] = [];
      for (const [name, agent] of agents)
        if ((await agent.call("echo", { text: "x" })).message?.error !== undefined) who.push(name);
      await world.api.del(`policies/${id}`);
      return who;
    };
    expect(await denied({ humans: [human] })).toEqual(["alicesClaude", "alicesOther", "alicesCursor"]);
    expect(await denied({ agents: ["claude-code"] })).toEqual(["alicesClaude", "alicesOther", "bobsClaude"]);
    expect(await denied({ instances: [instances.alicesOther.id] })).toEqual(["alicesOther"]);
    expect(await denied({ humans: [bob], agents: ["cursor"] })).toEqual([]);
    expect(await denied({ servers: ["fixture"] })).toEqual(Object.keys(instances));
  });

  test("drafts and shadows enforce nothing, and what a shadow would have done is recorded", async ({ scene }) => {
    const { world } = scene;
    const agent = await scene.agent();
    await deny(world, {}, "draft", "A draft");
    await deny(world, {}, "shadow", "A shadow");
    await deny(world, {}, "disabled", "Switched off");
    expect((await agent.call("echo", { text: "a" })).message?.result?.content?.[0]?.text).toBe("a");
    const ruled = (await world.event({ tool: "echo" })).chain.find((step) => step.stage === "policies");
    expect(policiesIn(ruled, "shadow")).toEqual(["A shadow"]);
  });

  test("a change of a policy counts from the next call on, back and forth", async ({ scene }) => {
    const { world } = scene;
    const agent = await scene.agent();
    await agent.list();
    const { id } = await deny(world, { tools: ["echo"] });
    for (const status of ["disabled", "active", "shadow", "active", "draft"]) {
      await world.api.patch(`policies/${id}`, { status });
      const { message } = await agent.call("echo", { text: "a" });
      expect(message?.result?.isError ?? false, status).toBe(status === "active");
      expect((await agent.list()).includes("echo"), status).toBe(status !== "active");
    }
    await world.api.patch(`policies/${id}`, { status: "active" });
    await world.api.del(`policies/${id}`);
    expect((await agent.call("echo", { text: "a" })).message?.result).toBeDefined();
  });

  test("a denied call names the policy as it was, even after it was renamed and deleted", async ({ scene }) => {
    const { world } = scene;
    const agent = await scene.agent();
    await agent.list();
    const { id } = await deny(world, { tools: ["create_issue"] });
    await agent.call("create_issue", { title: "x", project: "CORE" });
    const before = await world.event({ outcome: "denied" });
    expect(before).toMatchObject({
      error: { type: "blocked_by_policy" },
      policy: { id, name: "No new issues", description: "The backlog is full.", version: 1, effect: "deny" },
    });

    await world.api.patch(`policies/${id}`, { name: "Renamed", description: "Other words." });
    expect(await world.event({ outcome: "denied" })).toEqual(before);
    await world.api.del(`policies/${id}`);
    expect(await world.event({ outcome: "denied" })).toEqual(before);
    // Nor does it get lost to the search.
    expect((await world.events({ policy: id, outcome: "denied" })).map((event) => event.id)).toEqual([before.id]);

    await world.api.patch("agents/claude-code", { name: "Renamed agent" });
    await world.api.patch(`humans/${encodeURIComponent(scene.human)}`, { name: "Renamed human" });
    await world.api.patch("servers/fixture", { name: "Renamed server" });
    expect(await world.event({ outcome: "denied" })).toEqual(before);
  });
});

test.describe("arguments", () => {
  const shapes: Record<string, { args: unknown; code: string }> = {
    null: { args: null, code: "ARGUMENTS_INVALID" },
    "an array": { args: [{ text: "a" }], code: "ARGUMENTS_INVALID" },
    text: { args: '{"text":"a"}', code: "ARGUMENTS_INVALID" },
    "a number": { args: 7, code: "ARGUMENTS_INVALID" },
    "nested too deep": { args: nested(50), code: "ARGUMENTS_TOO_LARGE" },
    "of too many values": { args: { list: Array.from({ length: 20_001 }, () => 0) }, code: "ARGUMENTS_TOO_LARGE" },
    "too long": { args: { text: "x".repeat(1_100_000) }, code: "ARGUMENTS_TOO_LARGE" },
    "with a key that reaches a prototype": {
      args: { a: JSON.parse('{"__proto__":{"admin":true}}') },
      code: "ARGUMENTS_FORBIDDEN_KEY",
    },
    "with a constructor": { args: { constructor: { prototype: {} } }, code: "ARGUMENTS_FORBIDDEN_KEY" },
  };
  test("arguments of a wrong shape are refused in words that let the agent correct them", async ({ scene }) => {
    const agent = await scene.agent();
    for (const [what, { args, code }] of Object.entries(shapes))
      await test.step(what, async () => {
        const answer = await agent.call("echo", args);
        const eventId = answer.message?.result?._meta?.["countersign/denial"]?.eventId;
        const event = await scene.world.api.get<AuditEvent>(`events/${eventId}`);
        await expectDenied(scene, agent, answer, event, {
          tool: "echo",
          code,
          text: event.reason?.text ?? "",
          policy: "Argument bounds",
          errorType: "invalid_arguments",
          retryable: true,
        });
      });
    expect(await scene.world.calls({ outcome: "denied" })).toHaveLength(Object.keys(shapes).length);
  });

  test("a call without arguments is a call", async ({ scene }) => {
    const agent = await scene.agent();
    expect((await agent.call("who_am_i")).message?.result?.isError ?? false).toBe(false);
    expect(await scene.upstream.count("who_am_i")).toBe(1);
  });
});

function nested(depth: number): object {
  let value: object = {};
  for (let i = 0; i < depth; i += 1) value = { deeper: value };
  return value;
}

/** Names of the policies that one list of a step mentions. */
const policiesIn = (step: Record<string, unknown> | undefined, list: "evaluated" | "shadow"): string[] =>
  ((step?.[list] ?? []) as { policy: { name: string } }[]).map((entry) => entry.policy.name);

const deny = (world: World, scope: object, status = "active", name = "No new issues") =>
  world.api.post<{ id: string }>("policies", {
    name,
    description: "The backlog is full.",
    effect: "deny",
    status,
    scope,
  });

async function seededPolicy(world: World): Promise<string> {
  const { items } = await world.api.get<{ items: { id: string; name: string }[] }>("policies");
  const seeded = items.find((policy) => policy.name === "Allow what trust permits");
  if (!seeded) throw new Error("A new tenant has no seeded policy.");
  return seeded.id;
}
