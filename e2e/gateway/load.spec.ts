import { eras, rawAgent } from "../support/raw-agent";
import { expect, test } from "../support/scene";

/** How long: five seconds in `npm test`, a minute in `npm run test:deep`. */
const seconds = (deep: unknown): number => (deep === true ? 60 : 5);

const sessions = 50;

/** What the calls of the mix are, one after the other. */
const mix = [
  { tool: "echo", args: { text: "hello" } },
  { tool: "create_issue", args: { project: "CORE", title: "fine" } },
  { tool: "create_issue", args: { project: "CORE", title: "forbidden" } },
  { tool: "fails", args: {} },
  { tool: "closes_connection", args: { when: "at_once" } },
  { tool: "malformed_json", args: {} },
] as const;

test("50 sessions that call at once: as many events as calls, of each outcome, each once, and as its caller was answered", async ({
  scene,
}) => {
  const lasting = seconds(test.info().config.metadata["deep"]) * 1_000;
  test.setTimeout(lasting * 5 + 120_000);
  await scene.world.api.post("policies", {
    name: "Nothing forbidden",
    effect: "deny",
    status: "active",
    scope: { tools: ["create_issue"] },
    when: 'args.title == "forbidden"',
  });
  const agents = await Promise.all(
    Array.from({ length: sessions }, (_, i) =>
      rawAgent(scene.world.mcpUrl("fixture"), scene.instance.token, eras[i % eras.length]),
    ),
  );
  await scene.upstream.reset();

  const answered = new Map<string, string>();
  let calls = 0;
  const end = performance.now() + lasting;
  await Promise.all(
    agents.map(async (agent, i) => {
      for (let n = i; performance.now() < end; n += 1) {
        const { tool, args } = mix[n % mix.length] ?? mix[0];
        calls += 1;
        const { message, text } = await agent.call(tool, args);
        const meta = message?.result?._meta;
        const event = meta?.["countersign/denial"]?.eventId ?? meta?.["countersign/auditEvent"]?.id;
        expect(event, `${tool}: ${text.slice(0, 300)}`).toBeDefined();
        const outcome = meta?.["countersign/denial"]
          ? "denied"
          : message?.result?.isError === true
            ? "error"
            : "success";
        answered.set(String(event), outcome);
      }
    }),
  );

  expect(answered.size, "every call was answered with an event of its own").toBe(calls);
  const events = await scene.world.calls();
  const recorded = new Map(events.map(({ id, outcome }) => [id, outcome]));
  expect(events, "events = calls").toHaveLength(calls);
  expect(recorded.size).toBe(calls);
  for (const outcome of ["success", "denied", "error"] as const) {
    const of = (all: Map<string, string>) => [...all].flatMap(([id, was]) => (was === outcome ? [id] : [])).toSorted();
    expect(of(recorded), outcome).toEqual(of(answered));
    expect(of(recorded).length, outcome).toBeGreaterThan(0);
  }
  const denied = events.filter(({ outcome }) => outcome === "denied");
  expect(await scene.upstream.count(), "what was denied has not left, everything else has").toBe(calls - denied.length);
});
