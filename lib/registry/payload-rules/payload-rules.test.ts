import { expect, test } from "@playwright/test";
import { database } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { deletePayloadRule } from "./delete-payload-rule";
import { listPayloadRules } from "./list-payload-rules";
import { loadRecording } from "./load-recording";
import { previewPayload } from "./preview-payload";
import { type PutPayloadRuleInput, putPayloadRule } from "./put-payload-rule";

const rule = (input: Partial<PutPayloadRuleInput>): PutPayloadRuleInput => ({
  ...{ arguments: null, results: null, paths: [] },
  ...input,
});
const version = async ({ tenant }: World): Promise<number> =>
  (await database().tenant.findUniqueOrThrow({ where: { no: tenant.no } })).recordingVersion;
const rulesOf = async (world: World, serverId: string | undefined, tool: string) =>
  (await loadRecording(world.tenant.no, await version(world))).rulesFor(serverId, tool);

test("as long as nobody has said anything, arguments are kept, results are not, and nothing is looked up", async () => {
  const world = await makeTenant();
  expect(await version(world)).toBe(0);
  const recording = loadRecording(world.tenant.no, 0);
  expect(recording).not.toBeInstanceOf(Promise);
  expect((await recording).rulesFor("srv_1", "x")).toEqual({
    arguments: { base: "keep", paths: [] },
    results: { base: "drop", paths: [] },
    keepDays: 30,
  });
});

test("the tool counts before the server, the server before the environment, and paths of all hold", async () => {
  const world = await makeTenant();
  const { id } = await makeServer(world, { key: "linear" });
  const ctx = world.ctx("admin");
  await putPayloadRule(
    ctx,
    rule({ arguments: "mask", results: "mask", paths: [{ of: "arguments", path: "$..card", action: "drop" }] }),
  );
  await putPayloadRule(
    ctx,
    rule({ server: "linear", arguments: "drop", paths: [{ of: "results", path: "$.x", action: "keep" }] }),
  );
  await putPayloadRule(ctx, rule({ server: "linear", tool: "create_issue", arguments: "keep" }));
  const base = async (serverId: string | undefined, tool: string) => {
    const { arguments: args, results } = await rulesOf(world, serverId, tool);
    return [args.base, args.paths.length, results.base, results.paths.length];
  };
  expect(await base(id, "create_issue")).toEqual(["keep", 1, "mask", 1]);
  expect(await base(id, "list_issues")).toEqual(["drop", 1, "mask", 1]);
  expect(await base("srv_other", "list_issues")).toEqual(["mask", 1, "mask", 0]);
  expect(await base(undefined, "")).toEqual(["mask", 1, "mask", 0]);

  await deletePayloadRule(ctx, { server: "linear" });
  expect(await base(id, "list_issues")).toEqual(["mask", 1, "mask", 0]);
  await expect(deletePayloadRule(ctx, { server: "linear" })).rejects.toMatchObject({ code: "not_found" });
});

test("every change raises the version that calls read, and leaves an event with both rules; no change leaves none", async () => {
  const world = await makeTenant();
  await makeServer(world, { key: "linear", name: "Linear" });
  const ctx = world.ctx("admin");
  const wanted = rule({ server: "linear", tool: "create_issue", arguments: "mask" });
  await putPayloadRule(ctx, wanted);
  await putPayloadRule(ctx, wanted);
  expect(await version(world)).toBe(1);
  await putPayloadRule(ctx, { ...wanted, results: "keep" });
  await deletePayloadRule(ctx, { server: "linear", tool: "create_issue" });
  expect(await version(world)).toBe(3);
  const first = { arguments: "mask", results: null, paths: [] };
  expect(await readEvents(world, { type: ["audit.payload_policy_changed"], server: ["linear"] })).toMatchObject([
    { server: "linear", details: { tool: "create_issue" }, changes: { before: null, after: first } },
    { changes: { before: first, after: { ...first, results: "keep" } } },
    { changes: { before: { ...first, results: "keep" }, after: null } },
  ]);
});

test("how long payloads are kept is part of it, whoever changes that", async () => {
  const world = await makeTenant();
  const client = await pool().connect();
  await client.query(
    `BEGIN; SET LOCAL app.tenant_no = '${world.tenant.no}';
     INSERT INTO audit.retention (tenant_no, payload_days) VALUES (${world.tenant.no}, 7); COMMIT`,
  );
  client.release();
  expect(await version(world)).toBe(1);
  expect((await rulesOf(world, undefined, "")).keepDays).toBe(7);
});

test("rules are read once for a version, and never under an older number", async () => {
  const world = await makeTenant();
  const ctx = world.ctx("admin");
  await putPayloadRule(ctx, rule({ arguments: "mask" }));
  const [first, second] = await Promise.all([loadRecording(world.tenant.no, 1), loadRecording(world.tenant.no, 1)]);
  expect(second).toBe(first);
  await putPayloadRule(ctx, rule({ arguments: "drop" }));
  expect((await loadRecording(world.tenant.no, 1)).rulesFor(undefined, "").arguments.base).toBe("mask");
  expect((await loadRecording(world.tenant.no, 2)).rulesFor(undefined, "").arguments.base).toBe("drop");
});

test("a path that cannot be read is refused with the place in it", async () => {
  const world = await makeTenant();
  const paths = [
    { of: "arguments", path: "$.ok", action: "mask" },
    { of: "arguments", path: "$.first-name", action: "mask" },
  ] as const;
  const refused = { code: "invalid", issues: [{ path: "paths.1.path", position: 7, message: expect.any(String) }] };
  await expect(putPayloadRule(world.ctx("admin"), rule({ paths: [...paths] }))).rejects.toMatchObject(refused);
  await expect(putPayloadRule(world.ctx("admin"), rule({ tool: "x" }))).rejects.toMatchObject({ code: "invalid" });
  expect(await version(world)).toBe(0);
});

test("only who may write the environment changes rules, everybody sees them, and nobody another tenant's", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeServer(world, { key: "linear" });
  for (const role of ["auditor", "viewer"] as const) {
    await expect(putPayloadRule(world.ctx(role), rule({}))).rejects.toMatchObject({ code: "forbidden" });
    await expect(deletePayloadRule(world.ctx(role), {})).rejects.toMatchObject({ code: "forbidden" });
  }
  await putPayloadRule(world.ctx("admin"), rule({ arguments: "mask" }));
  await putPayloadRule(world.ctx("admin"), rule({ server: "linear", results: "mask" }));
  await putPayloadRule(world.ctx("admin"), rule({ server: "linear", tool: "list_issues", results: "drop" }));
  const first = await listPayloadRules(world.ctx("viewer"), { limit: 2 });
  const rest = await listPayloadRules(world.ctx("viewer"), { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items]).toMatchObject([
    { server: null, tool: null, arguments: "mask" },
    { server: "linear", tool: null, results: "mask" },
    { server: "linear", tool: "list_issues", results: "drop" },
  ]);
  expect((await listPayloadRules(other.ctx("viewer"))).items).toEqual([]);
  for (const place of [{ server: "linear" }, { server: "linear", tool: "list_issues" }]) {
    await expect(putPayloadRule(other.ctx("owner"), rule(place))).rejects.toMatchObject({ code: "not_found" });
    await expect(deletePayloadRule(other.ctx("owner"), place)).rejects.toMatchObject({ code: "not_found" });
    await expect(previewPayload(other.ctx("owner"), { ...place, of: "arguments", example: {} })).rejects.toMatchObject({
      code: "not_found",
    });
  }
});

test("rules go with their server", async () => {
  const world = await makeTenant();
  const { id } = await makeServer(world, { key: "linear" });
  await putPayloadRule(world.ctx("admin"), rule({ server: "linear", arguments: "mask" }));
  await database().server.delete({ where: { tenantNo_id: { tenantNo: world.tenant.no, id } } });
  expect((await listPayloadRules(world.ctx("viewer"))).items).toEqual([]);
});

test("a preview says what would be kept, by the rules that hold and by one that is not saved", async () => {
  const world = await makeTenant();
  await makeServer(world, { key: "linear" });
  const ctx = world.ctx("viewer");
  await putPayloadRule(world.ctx("admin"), rule({ paths: [{ of: "arguments", path: "$..card", action: "drop" }] }));
  const example = { title: "x", card: "4111", password: "p" };
  const place = { server: "linear", tool: "create_issue" };
  expect(await previewPayload(ctx, { ...place, of: "arguments", example })).toEqual({
    kept: true,
    value: { title: "x", password: "[masked]" },
    redacted: ["password"],
    dropped: 1,
    truncated: 0,
  });
  const tried = { arguments: "mask" as const, results: null, paths: [] };
  expect(await previewPayload(ctx, { ...place, rule: tried, of: "arguments", example })).toMatchObject({
    value: { title: "[masked]", password: "[masked]" },
  });
  expect(await previewPayload(ctx, { ...place, of: "results", example: { content: [] } })).toMatchObject({
    kept: false,
  });
  expect(await readEvents(world, { type: ["audit.payload_policy_changed"] })).toHaveLength(1);
  await withinTenant(world.tenant.no, async (sql) => {
    expect((await sql.query("SELECT FROM audit.payload WHERE tenant_no = $1", [world.tenant.no])).rowCount).toBe(0);
  });
});
