import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEvent } from "../support/event";
import { expect, type Scene, test } from "../support/scene";
import type { World } from "../support/world";

/** The log by its API: pages, polling, counts, suggestions and files of one search agree with each other. */

const get = (world: World, path: string) =>
  fetch(`${world.baseUrl}/api/v1/${world.tenant}/${path}`, { headers: { authorization: `Bearer ${world.key}` } });

/** The agent of a scene in which one tool is denied: shown, because it depends on its arguments. */
async function agentOf({ world, agent }: Scene) {
  await world.api.post("policies", {
    name: "Repositories stay",
    effect: "deny",
    status: "active",
    scope: { tools: ["delete_repo"] },
    when: 'args.repo == "a/b"',
  });
  return agent();
}

type Page = { items: AuditEvent[]; nextCursor: string; caughtUp: boolean };

test("a file holds the rows of the pages, in their order, and its last line says what it is", async ({ scene }) => {
  const { world } = scene;
  const agent = await agentOf(scene);
  for (let i = 0; i < 5; i += 1) await agent.call("echo", { text: `n${i}` });
  await agent.call("delete_repo", { repo: "a/b" });
  for (const [query, n] of [
    ["type=tool_calls", 6],
    ["outcome=denied", 1],
    ["q=echo&order=asc", 5],
  ] as const) {
    const pages = (await world.api.get<Page>(`events?${query}`)).items;
    expect(pages, query).toHaveLength(n);
    const answer = await get(world, `events/export?format=jsonl&${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+\.jsonl"$/);
    const text = await answer.text();
    const lines = text.trimEnd().split("\n");
    expect(
      lines.slice(0, -1).map((line) => JSON.parse(line)),
      query,
    ).toEqual(pages);
    const { manifest } = JSON.parse(lines.at(-1) ?? "");
    expect(manifest).toMatchObject({ tenant: world.tenant, rows: n, complete: true });
    const body = text.slice(0, text.lastIndexOf('{"manifest"'));
    expect(createHash("sha256").update(body).digest("hex")).toBe(manifest.sha256);
  }
  const csv = await (await get(world, "events/export?format=csv&outcome=denied")).text();
  expect(csv.split("\r\n")[0]).toContain("occurredAt,type,outcome,decision,sentence");
  expect(csv).toContain("delete_repo");
  expect(await world.events({ type: "audit.exported" })).toHaveLength(4);
});

test("polling gives every call once, within seconds, and a cursor of another filter is refused", async ({ scene }) => {
  const { world } = scene;
  const agent = await agentOf(scene);
  const poll = (rest: string) => world.api.get<Page>(`events?type=tool_calls&${rest}`);
  let { nextCursor } = await poll("since=now");
  const found: string[] = [];
  const wanted = Array.from({ length: 12 }, (_, i) => `text ${i}`);
  const calling = Promise.all(wanted.map((text) => agent.call("echo", { text })));
  for (let i = 0; i < 100 && found.length < wanted.length; i += 1) {
    const page = await poll(`since=${nextCursor}&limit=5`);
    found.push(...page.items.map(({ id }) => id));
    nextCursor = page.nextCursor;
    await sleep(100);
  }
  const answers = await calling;
  const receipts = answers.map((answer) => answer.message?.result?._meta?.["countersign/auditEvent"]?.id);
  expect(new Set(found)).toEqual(new Set(receipts));
  expect(found).toHaveLength(wanted.length);
  expect((await poll(`since=${nextCursor}`)).items).toEqual([]);
  expect((await get(world, `events?outcome=denied&since=${nextCursor}`)).status).toBe(400);
  const whole = await poll("since=start&limit=200");
  expect(new Set(whole.items.map(({ id }) => id))).toEqual(new Set(found));
});

test("counts and suggestions are of the same events", async ({ scene }) => {
  const { world, human } = scene;
  const agent = await agentOf(scene);
  for (let i = 0; i < 3; i += 1) await agent.call("echo", { text: "x" });
  await agent.call("delete_repo", { repo: "a/b" });
  const { histogram, facets } = await world.api.get<{
    histogram: { total: number; exact: boolean; buckets: { success: number; denied: number }[] };
    facets: Record<string, { values: { value: string; label: string; n: number }[]; exact: boolean }>;
  }>("events/summary?type=tool_calls&range=24h&facets=tool,human&facets=outcome");
  expect(histogram).toMatchObject({ total: 4, exact: true });
  expect(histogram.buckets.reduce((sum, { denied }) => sum + denied, 0)).toBe(1);
  expect(facets["tool"]?.values).toEqual([
    { value: "echo", label: "echo", n: 3 },
    { value: "delete_repo", label: "delete_repo", n: 1 },
  ]);
  expect(facets["human"]?.values).toMatchObject([{ value: human, n: 4 }]);
  expect(facets["outcome"]?.values).toMatchObject([
    { value: "success", n: 3 },
    { value: "denied", n: 1 },
  ]);

  const suggested = async (query: string) =>
    (await world.api.get<{ items: { value: string }[] }>(`events/suggest?${query}`)).items.map(({ value }) => value);
  expect(await suggested(`field=human&q=${encodeURIComponent(human.slice(6, 9))}`)).toEqual([human]);
  expect(await suggested("field=tool&q=REPO")).toEqual(["delete_repo"]);
});

test("what is not understood is refused and named", async ({ scene }) => {
  for (const [query, name] of [
    ["events?colour=red", "colour"],
    ["events?outcome=maybe", "outcome"],
    ["events?type=gateway.tool.walked", "type"],
    ["events?since=now&cursor=x", "cursor"],
    ["events?since=elsewhere", "cursor"],
    ["events?order=sideways", "order"],
    ["events?q=a+b+c+d+e+f+g+h+i", "q"],
    ["events/summary?facets=colour", "facets"],
    ["events/summary?limit=5", "limit"],
    ["events/export", "format"],
    ["events/export?format=pdf", "format"],
    ["events/export?format=csv&rows=0", "rows"],
    ["events/export?format=csv&limit=5", "limit"],
    ["events/suggest?field=colour", "field"],
  ] as const) {
    const { status, text } = await scene.world.api.ask("GET", query);
    expect(status, `${query}: ${text}`).toBe(400);
    expect(text, query).toContain(name);
  }
});

test("a caller who asks too often is told when to come back", async ({ scene }) => {
  const { world } = scene;
  const asked = await Promise.all(Array.from({ length: 30 }, () => get(world, "events/export?format=csv&rows=1")));
  const refused = asked.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  await Promise.all(asked.map((answer) => answer.text()));
  expect((await get(world, "events?limit=1")).status, "another kind of call has its own count").toBe(200);
});

test("a reader who goes away ends the export, which gives its place to the next", async ({ scene }) => {
  const { world } = scene;
  const agent = await scene.agent();
  await agent.call("echo", { text: "x" });
  for (let i = 0; i < 6; i += 1) {
    const gone = new AbortController();
    const answer = await fetch(`${world.baseUrl}/api/v1/${world.tenant}/events/export?format=jsonl`, {
      headers: { authorization: `Bearer ${world.key}` },
      signal: gone.signal,
    });
    expect(answer.status).toBe(200);
    gone.abort();
    await answer.text().catch(() => {});
  }
  const last = await get(world, "events/export?format=jsonl");
  expect(await last.text()).toContain('"complete":true');
});
