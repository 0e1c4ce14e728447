import { expect, test } from "@playwright/test";
import { recordEvent } from "@/lib/audit/write";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeHuman } from "@/prisma/world/make-human";
import { makeInstance } from "@/prisma/world/make-instance";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { deleteGrant } from "../grants/delete-grant";
import { putGrant } from "../grants/put-grant";
import type { HumanView } from "../humans/human-view";
import { updateHuman } from "../humans/update-human";
import { createInstance } from "../instances/create-instance";
import { listNewcomers } from "./list-newcomers";
import { listWaitingRequests } from "./list-waiting-requests";
import { listWaitingTools } from "./list-waiting-tools";
import { refuseRequest } from "./refuse-request";

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test("who came since then is named, and nobody who was there before or is of another tenant", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const { human } = await makeInstance(world, { agent: "claude-code" });
  await pause();
  const since = new Date().toISOString();
  expect(await listNewcomers(world.ctx("viewer"), since)).toEqual({ agents: [], instances: [], isMore: false });

  await makeInstance(other, { agent: "goose" });
  const ids: string[] = [];
  for (const agent of ["claude-code", "cursor", "cursor", "cursor", "cursor", "codex"]) {
    const consents = [{ server: "linear", level: "low" as const }];
    const { instance } = await createInstance(world.ctx("admin"), { human: human.key, agent, consents });
    ids.unshift(instance.id);
  }
  const found = await listNewcomers(world.ctx("viewer"), since);
  expect(found.agents.map(({ slug }) => slug)).toEqual(["codex", "cursor"]);
  expect(found.instances.map(({ id }) => id)).toEqual(ids.slice(0, 5));
  expect(found.isMore).toBe(true);
});

test("tools that wait are counted by server, closed ones first", async () => {
  const world = await makeTenant();
  const tool = (name: string, state?: "quarantined" | "removed") => ({
    ...{ name, level: "low" as const },
    ...(state === undefined ? {} : { state }),
  });
  await makeServer(world, { key: "calm", name: "Calm", tools: [tool("a"), tool("b", "removed")] });
  await makeServer(world, { key: "one", name: "One", tools: [tool("a"), tool("b", "quarantined")] });
  await makeServer(world, { key: "two", name: "Two", tools: [tool("a", "quarantined"), tool("b", "quarantined")] });
  expect(await listWaitingTools(world.ctx("viewer"))).toEqual({
    items: [
      { server: "two", serverName: "Two", quarantined: 2, review: 0 },
      { server: "one", serverName: "One", quarantined: 1, review: 0 },
    ],
    isMore: false,
  });
  expect(await listWaitingTools((await makeTenant()).ctx("viewer"))).toEqual({ items: [], isMore: false });
});

/** A human asks for a server, as the consent page does for them. */
async function ask(world: World, human: HumanView, server: string | null, why?: string) {
  await recordEvent(humanCtx(world, human), {
    type: "access.requested",
    human: { key: human.key, name: human.name, email: human.email },
    agent: { slug: "cursor", key: "agent|cursor", name: "Cursor" },
    ...{ server, details: why === undefined ? {} : { why } },
    refs: { human: { id: human.id, key: human.key } },
  });
  await pause();
}

test("a request waits until a ceiling is set for that human on that server, and only for them", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  for (const key of ["linear", "github"]) await makeServer(world, { key, name: key });
  const alice = await makeHuman(world, { name: "Alice" });
  const bob = await makeHuman(world, { name: "Bob" });
  await putGrant(ctx, { human: alice.key, server: "linear", ceiling: "low" });
  await pause();
  await ask(world, alice, "linear", "Old words");
  await ask(world, alice, "linear", "To close what is done");
  await ask(world, bob, null);
  const waiting = async () =>
    (await listWaitingRequests(world.ctx("viewer"))).items.map(({ human, server, why }) => [human.name, server, why]);
  expect(await waiting()).toEqual([
    ["Bob", null, null],
    ["Alice", "linear", "To close what is done"],
  ]);

  await putGrant(ctx, { human: alice.key, server: "github", ceiling: "high" });
  await putGrant(ctx, { human: bob.key, server: "github", ceiling: "low" });
  expect(await waiting(), "the ceiling on another server is no answer").toEqual([
    ["Alice", "linear", "To close what is done"],
  ]);
  await putGrant(ctx, { human: alice.key, server: "linear", ceiling: "medium" });
  expect(await waiting()).toEqual([]);

  await ask(world, bob, "linear");
  await updateHuman(ctx, bob.key, { status: "suspended" });
  expect(await waiting(), "who may not act waits for nothing").toEqual([]);
});

test("a refused request waits no longer, says so in the human's log, and may be asked again", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeServer(world);
  const [alice, bob] = [await makeHuman(world, { name: "Alice" }), await makeHuman(world, { name: "Bob" })];
  await ask(world, alice, "linear", "To close what is done");
  await ask(world, bob, "linear");
  const waiting = async () => (await listWaitingRequests(world.ctx("viewer"))).items;
  const request = (await waiting()).find(({ human }) => human.key === alice.key)?.event ?? "";
  await expect(refuseRequest(world.ctx("viewer"), { event: request, why: "" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(refuseRequest(other.ctx("admin"), { event: request, why: "" })).rejects.toMatchObject({
    code: "not_found",
  });
  await refuseRequest(world.ctx("admin"), { event: request, why: "Ask your team lead first." });
  expect((await waiting()).map(({ human }) => human.name)).toEqual(["Bob"]);
  const theirs = await readEvents(world, { human: [alice.key], type: ["access.refused"] });
  expect(theirs).toMatchObject([{ server: "linear", details: { request, why: "Ask your team lead first." } }]);
  await expect(refuseRequest(world.ctx("owner"), { event: request, why: "" })).rejects.toMatchObject({
    code: "conflict",
  });
  const [answer] = theirs;
  await expect(refuseRequest(world.ctx("admin"), { event: answer?.id ?? "", why: "" })).rejects.toMatchObject({
    code: "not_found",
  });
  await pause();
  await ask(world, alice, "linear");
  expect((await waiting()).map(({ human }) => human.name)).toEqual(["Alice", "Bob"]);
});

test("a ceiling that was taken away answers nothing any more", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const alice = await makeHuman(world, { name: "Alice" });
  await ask(world, alice, "linear");
  await putGrant(world.ctx("admin"), { human: alice.key, server: "linear", ceiling: "low" });
  await deleteGrant(world.ctx("admin"), { human: alice.key, server: "linear" });
  expect((await listWaitingRequests(world.ctx("viewer"))).items).toHaveLength(1);
});

test("each asks for its scopes", async () => {
  const world = await makeTenant();
  const refused = { code: "forbidden" };
  await expect(listNewcomers(world.keyCtx("agents:read"), new Date().toISOString())).rejects.toMatchObject(refused);
  await expect(listWaitingTools(world.keyCtx("events:read"))).rejects.toMatchObject(refused);
  await expect(listWaitingRequests(world.keyCtx("events:read"))).rejects.toMatchObject(refused);
});
