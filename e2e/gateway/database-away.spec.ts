import { setTimeout as sleep } from "node:timers/promises";
import { openIntents } from "../support/database";
import { makeTenantIn, ownDatabase } from "../support/own-database";
import { newTrace, rawAgent } from "../support/raw-agent";
import { expect, makeScene, test } from "../support/scene";
import { startServer } from "../support/server";
import { unique, worldOf } from "../support/world";

test("PostgreSQL stopped under load: calls are refused in words, nothing leaves unrecorded, and service resumes by itself", async ({
  upstream,
}) => {
  test.setTimeout(180_000);
  const database = await ownDatabase();
  const server = await startServer({ env: { DATABASE_URL: database.url } });
  try {
    const slug = `t-${unique()}`;
    const world = worldOf(slug, await makeTenantIn(database.url, slug), server.url);
    const scene = await makeScene(upstream, "high", world);

    const answers: { isError: boolean; failure: string | undefined; event: string | undefined; text: string }[] = [];
    let running = true;
    const caller = async () => {
      const agent = await rawAgent(world.mcpUrl("fixture"), scene.instance.token, "modern");
      while (running) {
        const { message } = await agent.call("slow", { ms: 10 }, newTrace());
        const meta = message?.result?._meta;
        answers.push({
          isError: message?.result?.isError === true,
          failure: meta?.["countersign/failure"]?.type,
          event: meta?.["countersign/auditEvent"]?.id,
          text: message?.result?.content?.[0]?.text ?? "",
        });
        if (message?.result?.isError === true) await sleep(20);
      }
    };
    const loops = Array.from({ length: 6 }, caller);
    const succeeded = () => answers.filter((one) => !one.isError).length;
    const refused = () => answers.filter((one) => one.failure === "audit_unavailable").length;

    await expect.poll(succeeded, { timeout: 20_000 }).toBeGreaterThan(20);
    await database.stop();
    await expect.poll(refused, { timeout: 20_000 }).toBeGreaterThan(20);
    const ready = await fetch(`${server.url}/api/ready`);
    expect(ready.status).toBe(503);
    // Whoever comes now is refused before anything leaves.
    const before = await upstream.count();
    await sleep(300);
    expect(await upstream.count(), "nothing leaves while nothing can be recorded").toBe(before);

    await database.start();
    const atReturn = succeeded();
    await expect.poll(() => succeeded() - atReturn, { timeout: 30_000 }).toBeGreaterThan(20);
    running = false;
    await Promise.all(loops);
    await expect.poll(async () => (await fetch(`${server.url}/api/ready`)).status, { timeout: 20_000 }).toBe(200);

    for (const answer of answers.filter((one) => one.failure === "audit_unavailable"))
      expect(answer.text).toMatch(/audit log/);
    await expect.poll(() => openIntents(slug, database.url), { timeout: 40_000 }).toBe(0);
    const events = await world.calls();
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    const ids = new Map(events.map((event) => [event.id, event]));
    for (const { event, isError } of answers)
      if (event !== undefined && !isError) expect(ids.get(event)).toMatchObject({ outcome: "success" });
    const sent = events.filter((event) => event.error?.type !== "audit_unavailable").map((event) => event.traceId);
    const arrived = (await upstream.calls()).map((call) => call.headers["traceparent"]?.split("-")[1]);
    expect(arrived.toSorted(), "every call that arrived has one event, and no other event says so").toEqual(
      sent.toSorted(),
    );
  } finally {
    await server.stop();
    await database.remove();
  }
});
