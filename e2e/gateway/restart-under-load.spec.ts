import { setTimeout as sleep } from "node:timers/promises";
import { startReplicas } from "../support/balancer";
import { openIntents } from "../support/database";
import { eras, newTrace, type RawAgent, rawAgent } from "../support/raw-agent";
import { expect, type Scene, test } from "../support/scene";
import { connectAs } from "../support/sdk-agent";
import { type ServerProcess, startServer } from "../support/server";

/*
 * One of two processes is stopped and started again while agents call through both. Asked to stop, nothing of a call is lost; killed,
 * what was under way says so. Who has to do with the other process only does not notice either.
 */

const rounds = 3;
const callersOfEach = 6;

/** What a caller knows of one call: the trace that it was made under, and the receipt where it was answered. */
type Made = { trace: string; status: number | "broken"; receipt: string | undefined };

/** Calls as fast as they are answered, until it is told to stop. */
function callInALoop(agent: RawAgent) {
  const made: Made[] = [];
  let running = true;
  const run = (async () => {
    while (running) {
      const { traceId: trace, headers } = newTrace();
      const answer = await agent
        .call("slow", { ms: 5 + Math.floor(Math.random() * 60) }, { headers })
        .catch(() => undefined);
      const receipt = answer?.message?.result?._meta?.["countersign/auditEvent"]?.id;
      made.push({ trace, status: answer?.status ?? "broken", receipt });
    }
  })();
  return {
    made,
    stop: async () => {
      running = false;
      await run;
    },
  };
}

/** Stops and starts the first process again and again under load; gives what callers through the balancer saw, and neighbours. */
async function restartUnderLoad(scene: Scene, end: (process: ServerProcess) => Promise<unknown>) {
  const { world, upstream, instance } = scene;
  const replicas = await startReplicas();
  const [first, second] = replicas.processes as [ServerProcess, ServerProcess];
  const loopsAt = async (url: string, ofEach: number) => {
    const agents = eras.flatMap((era) =>
      Array.from({ length: ofEach }, () => rawAgent(world.at(url).mcpUrl("fixture"), instance.token, era)),
    );
    return (await Promise.all(agents)).map(callInALoop);
  };
  const through = await loopsAt(replicas.url, callersOfEach);
  const beside = await loopsAt(second.url, 1);
  const all = [...through, ...beside];
  /** Waits until every caller has had a call or two since now, however busy the machine is. */
  const underLoad = async () => {
    const before = await upstream.count();
    await expect.poll(() => upstream.count(), { timeout: 60_000 }).toBeGreaterThan(before + 2 * all.length);
  };
  const port = Number(new URL(first.url).port);
  for (let n = 0; n < rounds; n += 1) {
    await underLoad();
    await sleep(Math.random() * 100);
    await end(replicas.processes[0] as ServerProcess);
    await underLoad();
    replicas.processes[0] = await startServer({ port, publicUrl: replicas.url });
  }
  await underLoad();
  await Promise.all(all.map((loop) => loop.stop()));
  await expect.poll(() => openIntents(world.tenant), { timeout: 60_000 }).toBe(0);
  const served = replicas.served();
  await replicas.stop();
  for (const count of served) expect(count).toBeGreaterThan(rounds);
  return { through: through.flatMap(({ made }) => made), beside: beside.flatMap(({ made }) => made) };
}

/** Holds what callers, the upstream and the log say of every call against each other; gives the events by trace. */
async function expectAgreement({ world, upstream }: Scene, made: readonly Made[]) {
  const events = await world.calls();
  const byTrace = new Map(events.map((event) => [event.traceId, event]));
  expect(byTrace.size, "no call has two terminal events").toBe(events.length);
  const arrived = (await upstream.calls()).map(({ headers }) => headers["traceparent"]?.split("-")[1] ?? "");
  expect(arrived.length).toBe(await upstream.count());
  expect(new Set(arrived).size, "no call reached the upstream twice").toBe(arrived.length);
  expect(
    arrived.filter((trace) => !byTrace.has(trace)),
    "nothing reached the upstream unrecorded",
  ).toEqual([]);
  for (const { trace, receipt } of made)
    if (receipt !== undefined)
      expect(byTrace.get(trace), "every answer has the event that its receipt names").toMatchObject({
        id: receipt,
        outcome: "success",
      });
  const known = new Set(made.map(({ trace }) => trace));
  expect(
    events.filter(({ traceId }) => traceId === null || !known.has(traceId)),
    "every event is of a call that somebody made",
  ).toEqual([]);
  return byTrace;
}

test("asked to stop under load, a process answers what it has begun, and begins nothing that it does not answer", async ({
  scene,
}) => {
  test.setTimeout(300_000);
  const { through, beside } = await restartUnderLoad(scene, async (process) => expect(await process.stop()).toBe(0));
  const events = await expectAgreement(scene, [...through, ...beside]);
  // A process that its balancer's kept connections held until its patience was over would have to cancel what came by them.
  expect([...events.values()].filter(({ outcome }) => outcome !== "success")).toEqual([]);
  // A request that met the closing of its connection was not read, and the balancer may say so: it has left no trace.
  const unanswered = through.filter(({ receipt }) => receipt === undefined);
  expect(unanswered.filter(({ trace, status }) => status !== 502 || events.has(trace))).toEqual([]);
  expect(unanswered.length, "at most one for each connection that was closed").toBeLessThanOrEqual(
    rounds * 2 * callersOfEach,
  );
  expect(beside.filter(({ receipt }) => receipt === undefined)).toEqual([]);
});

test("killed under load, a process leaves calls whose outcome is unknown, and none without a word", async ({
  scene,
}) => {
  test.setTimeout(300_000);
  const { through, beside } = await restartUnderLoad(scene, (process) => process.kill());
  const events = await expectAgreement(scene, [...through, ...beside]);
  const interrupted = [...events.values()].filter(({ outcome }) => outcome !== "success");
  expect(interrupted.length, "some calls were under way when the process was killed").toBeGreaterThan(0);
  for (const event of interrupted)
    expect(event).toMatchObject({
      ...{ type: "gateway.tool.error", outcome: "unknown", decision: "allow" },
      error: { type: "outcome_unknown" },
    });
  const broken = new Set(through.flatMap(({ trace, receipt }) => (receipt === undefined ? [trace] : [])));
  expect(
    interrupted.filter(({ traceId }) => !broken.has(traceId ?? "")),
    "nobody was given an answer to what is unknown",
  ).toEqual([]);
  expect(beside.filter(({ receipt }) => receipt === undefined)).toEqual([]);
});

for (const kind of ["sdk 1.x", "sdk 2.x legacy"] as const)
  test(`${kind}: a client is told of changes after each process has been stopped and started once`, async ({
    scene,
  }) => {
    test.setTimeout(300_000);
    const { world, instance } = scene;
    const replicas = await startReplicas();
    let told = 0;
    const agent = await connectAs(kind, world.at(replicas.url).mcpUrl("fixture"), instance.token, {
      onToolsChanged: () => {
        told += 1;
      },
    });
    expect(await agent.list()).toContain("send_payment");
    for (const [at, { url }] of [...replicas.processes].entries()) {
      expect(await replicas.processes[at]?.stop()).toBe(0);
      expect((await agent.call("echo", { text: "still here" })).content?.[0]?.text).toBe("still here");
      replicas.processes[at] = await startServer({ port: Number(new URL(url).port), publicUrl: replicas.url });
    }
    const before = told;
    await world.api.patch("servers/fixture/tools/send_payment", { enabled: false });
    await expect.poll(() => told).toBeGreaterThan(before);
    expect(await agent.list()).not.toContain("send_payment");
    await agent.close();
    await replicas.stop();
  });
