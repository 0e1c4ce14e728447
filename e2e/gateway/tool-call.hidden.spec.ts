import { type Answer, eras, rawAgent } from "../support/raw-agent";
import { expect, makeScene, type Scene, test } from "../support/scene";

/** What is left of an answer when the name that was asked for and what is new in every answer are taken out. */
const shapeOf = ({ status, headers, text, message }: Answer, name: string) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers).filter(([header]) => !["date", "x-request-id", "content-length"].includes(header)),
  ),
  text: text.replaceAll(JSON.stringify(name).slice(1, -1), "NAME").replace(/"id":\d+/, '"id":0'),
  bytes: Number(headers["content-length"]) - Buffer.byteLength(JSON.stringify(name)) - String(message?.id).length,
});

const expectUnknown = (answer: Answer, name: string) => {
  expect(answer.status).toBe(200);
  expect(answer.message?.error).toEqual({ code: -32602, message: `Unknown tool: ${name}` });
  expect(answer.message?.result).toBeUndefined();
};

/** Why a tool that exists was never shown to this instance, and the reason that its event keeps. */
const hiding: Record<string, { hide: (scene: Scene) => Promise<unknown>; code: string; errorType: string }> = {
  "its level is above the ceiling": {
    hide: ({ world, human }) => world.grant(human, "fixture", "medium"),
    code: "TRUST_TOO_LOW",
    errorType: "blocked_by_policy",
  },
  "a policy denies it": {
    hide: ({ world }) =>
      world.api.post("policies", {
        name: "No deletions",
        effect: "deny",
        status: "active",
        scope: { tools: ["delete_*"] },
      }),
    code: "BLOCKED_BY_POLICY",
    errorType: "blocked_by_policy",
  },
  "no policy allows it": {
    hide: async ({ world }) => {
      const { items } = await world.api.get<{ items: { id: string }[] }>("policies");
      for (const { id } of items) await world.api.del(`policies/${id}`);
    },
    code: "NO_MATCHING_POLICY",
    errorType: "blocked_by_policy",
  },
  "it is disabled": {
    hide: ({ world }) => world.api.patch("servers/fixture/tools/delete_repo", { enabled: false }),
    code: "TOOL_DISABLED",
    errorType: "disabled",
  },
  "the human left it out": {
    hide: ({ world, instance }) =>
      world.api.put("consents", {
        instance: instance.id,
        server: "fixture",
        level: "high",
        excludedTools: ["delete_repo"],
      }),
    code: "TOOL_EXCLUDED",
    errorType: "blocked_by_policy",
  },
};

for (const [why, { hide, code, errorType }] of Object.entries(hiding))
  for (const era of why === "a policy denies it" ? eras : (["modern"] as const))
    test(`${era}: a tool that is hidden because ${why} answers exactly like one that does not exist, whatever the arguments`, async ({
      scene,
    }) => {
      const { world, upstream } = scene;
      await hide(scene);
      const agent = await scene.agent(era);
      expect(await agent.list()).not.toContain("delete_repo");
      for (const args of [{ repo: "a/b" }, undefined, null, [], "text", JSON.parse('{"__proto__":1}')]) {
        const hidden = await agent.call("delete_repo", args);
        const unknown = await agent.call("no_such_tool_", args);
        expectUnknown(hidden, "delete_repo");
        expect(shapeOf(hidden, "delete_repo")).toEqual(shapeOf(unknown, "no_such_tool_"));
      }
      expect(await upstream.count()).toBe(0);

      // The log knows the difference.
      const events = await world.calls({ outcome: "denied" });
      const [about, ...more] = events.filter((e) => e.tool?.name === "delete_repo" && e.arguments?.keys[0] === "repo");
      expect(more).toEqual([]);
      expect(about).toMatchObject({ reason: { code }, error: { type: errorType }, tool: { name: "delete_repo" } });
      const unknowns = events.filter((e) => e.tool?.name === "no_such_tool_");
      expect(unknowns).toHaveLength(6);
      for (const event of unknowns)
        expect(event).toMatchObject({
          reason: { code: "TOOL_NOT_FOUND", text: "No permission for 'no_such_tool_'" },
          error: { type: "not_found" },
          policy: { id: "builtin:resource" },
          tool: { level: null, definitionHash: null },
        });
    });

test("a tool that was hidden by a newer listing is unknown again, although an older one had shown it", async ({
  scene,
}) => {
  const { world, human } = scene;
  const agent = await scene.agent();
  expect(await agent.list()).toContain("delete_repo");
  await world.grant(human, "fixture", "medium");
  expect((await agent.call("delete_repo", { repo: "a/b" })).message?.result?.isError).toBe(true);
  await agent.list();
  expectUnknown(await agent.call("delete_repo", { repo: "a/b" }), "delete_repo");
});

test("what one instance was shown tells another one nothing", async ({ scene }) => {
  const { world, human } = scene;
  await (await scene.agent()).list();
  await world.grant(human, "fixture", "low");
  const other = await world.addInstance(human, [{ server: "fixture", level: "low" }]);
  expectUnknown(await (await rawAgent(world.mcpUrl("fixture"), other.token)).call("create_issue", {}), "create_issue");
});

const lookalikes: Record<string, string> = {
  "another case": "Create_issue",
  "capital letters": "CREATE_ISSUE",
  "a Cyrillic letter": "cre\u0430te_issue",
  "full-width letters": "\uff43reate_issue",
  "a decomposed letter": "cre\u0301ate_issue",
  "a space before": " create_issue",
  "a space behind": "create_issue ",
  "a zero-width space": "create_issue\u200b",
  "a byte order mark": "\ufeffcreate_issue",
  "a soft hyphen": "create\u00ad_issue",
  "a NUL behind": "create_issue\0",
  "a NUL inside": "create\0issue",
  "its server before it": "fixture__create_issue",
  "a path": "../fixture/create_issue",
  "a glob": "create_*",
  nothing: "",
  "a property of every object": "constructor",
  "a prototype": "__proto__",
  "ten thousand letters": "create_issue".padEnd(10_000, "x"),
};

for (const era of eras)
  test(`${era}: names that only look like a tool's are unknown, nothing leaves, and every attempt is recorded`, async ({
    scene,
  }) => {
    const agent = await scene.agent(era);
    await agent.list();
    for (const [what, name] of Object.entries(lookalikes))
      await test.step(what, async () => expectUnknown(await agent.call(name, { title: "x", project: "CORE" }), name));
    expect(await scene.upstream.count()).toBe(0);
    const events = await scene.world.calls();
    expect(events.map((event) => event.reason?.code)).toEqual(Object.keys(lookalikes).map(() => "TOOL_NOT_FOUND"));
  });

test("a name that is no text, or no Unicode, is no tool's", async ({ scene }) => {
  const agent = await scene.agent("legacy");
  const names = [7, null, ["create_issue"], { toString: "create_issue" }, undefined, "create_issue\ud800"];
  for (const name of names) {
    const { status, message } = await agent.request("tools/call", { name, arguments: {} });
    expect(status).toBe(200);
    expect(message?.error?.code).toBe(-32602);
  }
  expect(await scene.upstream.count()).toBe(0);
  expect(await scene.world.calls({ outcome: "denied" })).toHaveLength(names.length);
});

test("a server that is not imported answers like an empty place, and leaves a trace", async ({ scene }) => {
  const { world, instance } = scene;
  const agent = await rawAgent(world.mcpUrl("nowhere"), instance.token);
  const listed = await agent.request("tools/list");
  expect(listed.status).toBe(404);
  expect(listed.message?.error?.code).toBe(-32602);
  expectUnknown(await agent.call("echo", { text: "a" }), "echo");

  expect(await world.event({ type: "auth.refused" })).toMatchObject({
    outcome: "denied",
    decision: "deny",
    reason: { code: "RESOURCE_NOT_FOUND", text: "Resource not found" },
    resource: { type: "server", key: "nowhere" },
    human: { key: scene.human },
  });
  expect(await world.event({ type: "gateway.tool.error" })).toMatchObject({
    reason: { code: "RESOURCE_NOT_FOUND", text: "Resource not found" },
    check: { user: "agent|claude-code", action: "echo", resource: "nowhere:nowhere" },
    policy: { id: "builtin:resource" },
  });
});

test("a server without consent shows nothing, and its tools are unknown", async ({ scene }) => {
  const { world, upstream, human, instance } = scene;
  await world.addServer("second", upstream.url);
  await world.grant(human, "second", "high");
  await upstream.reset();
  const agent = await rawAgent(world.mcpUrl("second"), instance.token);
  expect(await agent.list()).toEqual([]);
  expectUnknown(await agent.call("echo", { text: "a" }), "echo");
  expect(await upstream.count()).toBe(0);
  expect((await world.event({ outcome: "denied" })).reason?.code).toBe("NO_CONSENT");
});

test("methods that are not relayed do not exist, in either era, and never reach the upstream", async ({ upstream }) => {
  const scene = await makeScene(upstream);
  for (const era of eras) {
    const agent = await scene.agent(era);
    await upstream.reset();
    for (const method of [
      // Of tasks each era has its own.
      ...(era === "legacy" ? ["tasks/update"] : ["tasks/result"]),
      "roots/list",
      // Exists in the modern era only (`list-changed.spec.ts`).
      ...(era === "legacy" ? ["subscriptions/listen"] : []),
      "tools/Call",
      "TOOLS/CALL",
      "sampling/createMessage",
      "constructor",
    ]) {
      const { status, message } = await agent.request(method, {});
      expect(status, method).toBe(era === "modern" ? 404 : 200);
      expect(message?.error?.code, method).toBe(-32601);
    }
    expect(await upstream.requests()).toEqual([]);
  }
});
