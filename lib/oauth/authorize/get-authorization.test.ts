import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeAuthorization, makeOAuthClient } from "@/prisma/world/make-authorization";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { answerUrl } from "./answer-url";
import { approveAuthorization } from "./approve-authorization";
import { toClientWords } from "./client-words";
import { expiryChoices, expiryFromNow, isWithin } from "./expiries";
import { getAuthorization } from "./get-authorization";
import { requestAccess } from "./request-access";

const sessionId = "ses_one";

test("each tool's badge at each level is what the decision engine says", async () => {
  const world = await makeTenant();
  const schema = { type: "object", properties: { repo: { type: "string" } }, required: ["repo"] };
  await makeServer(world, {
    tools: [
      { name: "list_issues", level: "low" },
      { name: "create_issue", level: "medium", inputSchema: schema },
      { name: "secret_issue", level: "low" },
      { name: "delete_repo", level: "high" },
      { name: "odd", level: "low", state: "quarantined" },
      { name: "gone", level: "low", state: "removed" },
    ],
  });
  const human = await makeHuman(world, { ceilings: { linear: "medium" } });
  const admin = world.ctx("admin");
  await createPolicy(admin, {
    name: "No secrets",
    effect: "deny",
    status: "active",
    scope: { servers: ["linear"], tools: ["secret_issue"] },
  });
  await createPolicy(admin, {
    name: "Not in infra",
    effect: "deny",
    status: "active",
    scope: { servers: ["linear"], tools: ["create_issue"] },
    when: 'args.repo == "infra"',
  });
  const client = await makeOAuthClient(world);
  const view = await getAuthorization(humanCtx(world, human), await makeAuthorization(world, client.id), sessionId);
  const [offer] = view.offers;
  const bucketsOf = (name: string) => offer?.tools.find((tool) => tool.name === name)?.buckets;
  expect(offer).toMatchObject({ key: "linear", ceiling: "medium", connection: "none_needed", last: null });
  expect(bucketsOf("list_issues")).toEqual({ low: "allowed", medium: "allowed", high: "allowed" });
  expect(bucketsOf("create_issue")).toEqual({ low: "denied", medium: "conditional", high: "conditional" });
  expect(bucketsOf("secret_issue")).toEqual({ low: "denied", medium: "denied", high: "denied" });
  // Above the ceiling no level helps.
  expect(bucketsOf("delete_repo")).toEqual({ low: "denied", medium: "denied", high: "denied" });
  expect(offer?.tools.find(({ name }) => name === "odd")).toMatchObject({ denied: "TOOL_QUARANTINED" });
  expect(bucketsOf("gone")).toBeUndefined();
});

test("what changed since this human's last consent for this agent is marked, and nobody else's counts", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const [alice, bob] = [
    await makeHuman(world, { ceilings: { linear: "high" } }),
    await makeHuman(world, { ceilings: { linear: "high" } }),
  ];
  const client = await makeOAuthClient(world);
  const ask = async (human = alice, of = client.id) => {
    const id = await makeAuthorization(world, of);
    return { id, ctx: humanCtx(world, human), view: await getAuthorization(humanCtx(world, human), id, sessionId) };
  };
  const first = await ask();
  await approveAuthorization(first.ctx, first.id, {
    sessionId,
    consents: [{ server: "linear", level: "medium", excludedTools: ["list_issues"] }],
  });
  const db = tenantClient(world.tenant.no);
  await db.tool.updateMany({ where: { name: "create_issue" }, data: { definitionHash: "another" } });
  await db.tool.updateMany({ where: { name: "delete_repo" }, data: { level: "medium" } });

  const since = ({ view }: Awaited<ReturnType<typeof ask>>) =>
    Object.fromEntries(view.offers[0]?.tools.map((tool) => [tool.name, tool.since]) ?? []);
  const again = await ask();
  expect(since(again)).toEqual({ list_issues: null, create_issue: "changed", delete_repo: "new" });
  expect(again.view.offers[0]?.last).toMatchObject({ level: "medium", excludedTools: ["list_issues"] });
  const unmarked = { list_issues: null, create_issue: null, delete_repo: null };
  expect(since(await ask(bob))).toEqual(unmarked);
  const otherAgent = await makeOAuthClient(world, { agent: "cursor", name: "Cursor" });
  expect(since(await ask(alice, otherAgent.id))).toEqual(unmarked);
});

test("a server of own accounts says whether this human has connected theirs", async () => {
  const world = await makeTenant();
  const server = await makeServer(world);
  const [alice, bob] = [
    await makeHuman(world, { ceilings: { linear: "low" } }),
    await makeHuman(world, { ceilings: { linear: "low" } }),
  ];
  const db = tenantClient(world.tenant.no);
  await db.server.updateMany({ where: { id: server.id }, data: { auth: "oauth" } });
  await db.connection.create({
    data: {
      tenantNo: world.tenant.no,
      id: "con_1",
      humanId: alice.id,
      serverId: server.id,
      status: "connected",
      scopes: [],
    },
  });
  const client = await makeOAuthClient(world);
  const stateOf = async (human: typeof alice) => {
    const id = await makeAuthorization(world, client.id);
    return (await getAuthorization(humanCtx(world, human), id, sessionId)).offers[0]?.connection;
  };
  expect(await stateOf(alice)).toBe("connected");
  expect(await stateOf(bob)).toBe("needs_connecting");
  await db.connection.updateMany({ where: { id: "con_1" }, data: { status: "needs_reauth" } });
  expect(await stateOf(alice)).toBe("needs_reauth");
});

test("somebody to whom nothing is granted sees no server, and asking for access leaves one event however often they ask", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world);
  const ctx = humanCtx(world, human);
  const client = await makeOAuthClient(world);
  const id = await makeAuthorization(world, client.id, { audience: "linear" });
  expect((await getAuthorization(ctx, id, sessionId)).offers).toEqual([]);
  for (let n = 0; n < 3; n += 1) await requestAccess(ctx, id, { sessionId });
  await expect(requestAccess(ctx, id, { sessionId: "ses_two" })).rejects.toMatchObject({ code: "not_found" });
  const events = await readEvents(world, { type: ["access.requested"] });
  expect(events).toMatchObject([{ human: { key: human.key }, agent: { slug: "claude-code" }, server: "linear" }]);
  expect(await readEvents(world, { type: ["access.requested"], server: ["linear"] })).toEqual(events);
  await expect(
    approveAuthorization(ctx, id, { sessionId, consents: [{ server: "linear", level: "low" }] }),
  ).rejects.toMatchObject({ code: "forbidden", detail: { allowed: null } });
});

test("a client is called what can be seen, with who vouches for it and where the answer goes", () => {
  const words = (clientId: string, kind: "cimd" | "dcr" | "manual", name: unknown, redirect: string) =>
    toClientWords({ clientId, kind, metadata: { client_name: name }, agent: { name: "Agent" } }, redirect);
  expect(words("https://cursor.com/client.json", "cimd", "Cursor", "cursor://anysphere.cursor-mcp/cb")).toMatchObject({
    name: "Cursor",
    vouched: { by: "document", host: "cursor.com" },
    redirect: { kind: "app", host: "cursor" },
  });
  expect(words("x", "dcr", " Cla\u202eude\u200b ", "http://127.0.0.1:33418/")).toMatchObject({
    name: "Claude",
    vouched: { by: "none" },
    redirect: { kind: "loopback", host: "127.0.0.1:33418" },
  });
  for (const name of [undefined, 5, "", "\u200b"])
    expect(words("x", "manual", name, "https://claude.ai/api/mcp/auth_callback")).toMatchObject({
      name: "Agent",
      vouched: { by: "admin" },
      redirect: { kind: "web", host: "claude.ai" },
    });
});

test("whatever is offered is accepted, and nothing longer", () => {
  for (const days of [null, 1, 14, 30, 90, 365])
    for (const { value } of expiryChoices(days)) {
      const expiresAt = expiryFromNow(value);
      expect(expiresAt, value).not.toBeUndefined();
      expect(isWithin(expiresAt ?? null, days), `${value} of ${days}`).toBe(true);
    }
  expect(expiryChoices(null).map(({ value }) => value)).toEqual(["4h", "30d", "90d", "none"]);
  expect(expiryChoices(30).map(({ value }) => value)).toEqual(["4h", "30d"]);
  for (const odd of ["", "0h", "-1d", "1y", "1e9d", "none "]) expect(expiryFromNow(odd)).toBeUndefined();
});

test("an answer keeps the redirect URI as it was registered, and is never sent to what runs or reads", () => {
  const to = (redirectUri: string, state: string | null = "a b&c") =>
    answerUrl({ tenantSlug: "acme", redirectUri, state }, { code: "csa_1" });
  const iss = encodeURIComponent(absolute(paths.oauth("acme")));
  expect(to("http://127.0.0.1:33418/")).toBe(`http://127.0.0.1:33418/?code=csa_1&state=a+b%26c&iss=${iss}`);
  expect(to("https://x.example/cb?keep=%2F", null)).toBe(`https://x.example/cb?keep=%2F&code=csa_1&iss=${iss}`);
  expect(to("cursor://anysphere.cursor-mcp/oauth/callback", null)).toContain(
    "cursor://anysphere.cursor-mcp/oauth/callback?code=",
  );
  for (const uri of ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "no uri"])
    expect(() => to(uri)).toThrow();
});
