import type { Json } from "../support/api";
import type { AuditEvent } from "../support/event";
import { rawAgent } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { sendJson, startUpstream } from "../support/upstream";

/* What is kept of the arguments and results of calls: by rules, on the next call, said in the event, seen only by who may. */

type Part = { state: string; value?: unknown; redacted?: string[]; dropped?: number; truncated?: number; why?: string };
type Payload = { event: string; arguments: Part; result: Part };

const newest = async ({ world }: Scene): Promise<AuditEvent & { arguments: Json | null; result: Json | null }> => {
  const [event] = await world.calls();
  if (!event) throw new Error("There is no call in the log.");
  return event as AuditEvent & { arguments: Json | null; result: Json | null };
};
const payloadOf = async (scene: Scene): Promise<Payload> =>
  scene.world.api.get<Payload>(`events/${(await newest(scene)).id}/payload`);

test("arguments are kept without their secrets, results are not, and looking is on record", async ({ scene }) => {
  const agent = await scene.agent();
  const secret = `ghp_${"a1".repeat(18)}`;
  await agent.call("echo", { text: `use ${secret} please` });
  const event = await newest(scene);
  expect(event.arguments).toMatchObject({ keys: ["text"], redacted: ["text"], commitment: expect.any(String) });
  expect(event.result).not.toHaveProperty("commitment");
  expect(JSON.stringify(event)).not.toContain(secret);

  const payload = await payloadOf(scene);
  expect(payload.arguments).toMatchObject({ state: "kept", value: { text: "use [masked] please" } });
  expect(payload.result).toMatchObject({ state: "dropped", why: expect.any(String) });
  expect(await scene.world.events({ type: "audit.payload_viewed" })).toMatchObject([{ resource: { key: event.id } }]);
});

test("a rule acts on the next call, the tool's before the server's, and what it drops is nowhere", async ({
  scene,
}) => {
  const { api } = scene.world;
  const agent = await scene.agent();
  const pay = () => agent.call("send_payment", { amount: 5, currency: "EUR", to: "bob@example.com" });
  await pay();
  expect((await payloadOf(scene)).arguments.value).toEqual({ amount: 5, currency: "EUR", to: "bob@example.com" });

  await api.put("payload-rules", { server: "fixture", arguments: "mask", paths: [{ path: "$.to", action: "drop" }] });
  await pay();
  const event = await newest(scene);
  expect(event.arguments).toMatchObject({ keys: ["amount", "currency"], dropped: 1 });
  expect((await payloadOf(scene)).arguments.value).toEqual({ amount: "[masked number]", currency: "[masked]" });
  expect(JSON.stringify(event)).not.toContain("bob@example.com");

  await api.put("payload-rules", { server: "fixture", tool: "send_payment", arguments: "drop", results: "keep" });
  await pay();
  expect((await newest(scene)).arguments).toMatchObject({ keys: [], dropped: 1, bytes: expect.any(Number) });
  const payload = await payloadOf(scene);
  expect(payload.arguments.state).toBe("dropped");
  expect(payload.result).toMatchObject({ state: "kept", value: { content: expect.any(Array) } });

  await api.del("payload-rules?server=fixture&tool=send_payment");
  await api.del("payload-rules?server=fixture");
  await pay();
  expect((await payloadOf(scene)).arguments.value).toEqual({ amount: 5, currency: "EUR", to: "bob@example.com" });
  expect(await scene.world.events({ type: "audit.payload_policy_changed" })).toHaveLength(4);
});

test("what a rule does not keep is not shown by the chain of a denial either", async ({ scene }) => {
  const { api } = scene.world;
  const agent = await scene.agent();
  await api.post("policies", {
    ...{ name: "Small", effect: "deny", status: "active" },
    ...{ scope: { tools: ["send_payment"] }, when: 'args.to == "bob@example.com" && args.amount > 3' },
  });
  await api.put("payload-rules", { paths: [{ path: "$.to", action: "drop" }] });
  await agent.call("send_payment", { amount: 5, currency: "EUR", to: "bob@example.com" });
  const event = await newest(scene);
  expect(event).toMatchObject({ outcome: "denied" });
  const policies = event.chain.find(({ stage }) => stage === "policies");
  expect(JSON.stringify(policies)).not.toContain('"actual":"bob@example.com"');
  expect(JSON.stringify(policies)).toContain('"actual":5');
  // Deciding again says that it cannot, rather than guess from what is left.
  expect(await api.get(`events/${event.id}/decision`)).toMatchObject({ agrees: null });
});

test("what is too large is cut, and the event and the view say so", async ({ scene }) => {
  const agent = await scene.agent();
  await agent.call("echo", { text: `begin ${"x".repeat(200_000)}` });
  expect((await newest(scene)).arguments).toMatchObject({ bytes: 200_017, truncated: expect.any(Number) });
  const { arguments: part } = await payloadOf(scene);
  expect(part).toMatchObject({ state: "kept", truncated: expect.any(Number) });
  expect(JSON.stringify(part.value)).toMatch(/begin x+… \[truncated: 200006 characters\]/);
});

test("results are kept where a rule says so: text cut to size, binary content described", async ({ scene }) => {
  const { world, human } = scene;
  const image = "A".repeat(8_000);
  const own = await startUpstream(["draw"], ({ id }, res) =>
    sendJson(
      res,
      JSON.stringify({
        jsonrpc: "2.0",
        id,
        result: {
          content: [
            { type: "image", data: image, mimeType: "image/png" },
            { type: "text", text: `drawn ${"y".repeat(100_000)}` },
          ],
        },
      }),
    ),
  );
  try {
    await world.addServer("own", own.url);
    await world.grant(human, "own", "high");
    const instance = await world.addInstance(human, [{ server: "own", level: "high" }], "cursor");
    await world.api.put("payload-rules", { server: "own", results: "keep" });
    const agent = await rawAgent(world.mcpUrl("own"), instance.token, "legacy");
    const { message } = await agent.call("draw", {});
    expect(JSON.stringify(message)).toContain(image);
    expect((await newest(scene)).result).toMatchObject({
      truncated: expect.any(Number),
      commitment: expect.any(String),
    });
    const { result } = await payloadOf(scene);
    expect(result.value).toMatchObject({
      content: [
        { type: "image", data: "[not kept: 6000 bytes of image/png]", mimeType: "image/png" },
        { type: "text", text: expect.stringMatching(/^drawn y+… \[truncated: /) },
      ],
    });
  } finally {
    await own.stop();
  }
});

test("who may not read payloads is refused, and what was erased is gone and said to be", async ({ scene }) => {
  const { world } = scene;
  const agent = await scene.agent();
  await agent.call("echo", { text: "zanzibar" });
  const { id } = await newest(scene);
  const { key } = await world.api.post<{ key: string }>("keys", { name: "Reader", scopes: ["events:read"] });
  for (const [method, path, body] of [
    ["GET", `events/${id}/payload`, undefined],
    ["POST", `events/${id}/payload/erase`, { reason: "why" }],
    ["POST", "payloads/erase", { before: "2026-01-01T00:00:00Z", reason: "why" }],
    ["PUT", "payload-rules", { arguments: "drop" }],
  ] as const) {
    const response = await fetch(`${world.baseUrl}/api/v1/${world.tenant}/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status, path).toBe(403);
  }
  expect(await world.api.post(`events/${id}/payload/erase`, { reason: "Request 88" })).toEqual({
    event: id,
    erased: true,
  });
  expect((await payloadOf(scene)).arguments).toMatchObject({ state: "erased" });
  expect(await world.api.get(`events/${id}`)).toMatchObject({ id, arguments: { keys: ["text"] } });
  expect(await world.event({ type: "audit.payload_erased" })).toMatchObject({
    resource: { key: id },
    details: { events: 1, reason: "Request 88" },
  });
});

test("a path that cannot be read is refused with its place, and an example can be tried before", async ({ scene }) => {
  const { api } = scene.world;
  const refused = await api.ask("PUT", "payload-rules", { paths: [{ path: "$.a[?@.b]", action: "mask" }] });
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { details: [{ path: "paths.0.path", position: 4 }] } },
  });
  expect(
    await api.post("payload-rules/preview", {
      rule: { paths: [{ path: "$..b", action: "drop" }] },
      example: { a: { b: 1, c: 2 } },
    }),
  ).toMatchObject({ kept: true, value: { a: { c: 2 } }, dropped: 1 });
});
