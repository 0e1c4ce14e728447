import { createHash, createPublicKey, verify } from "node:crypto";
import { expect, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { readEvent, readEvents } from "@/prisma/world/read-events";
import type { AuditEvent } from "../event";
import { AuditSearch } from "../search";
import { recordEvent } from "../write";
import { type ExportFormat, exportEvents } from "./export-events";
import type { Manifest } from "./manifest";

async function exported(
  world: World,
  search: Partial<AuditSearch> = {},
  options: { format: ExportFormat; rows?: number } = { format: "jsonl" },
) {
  let text = "";
  for await (const piece of exportEvents(world.ctx("viewer"), AuditSearch.parse(search), options)) text += piece;
  const lines = text.trimEnd().split("\n");
  const { manifest, signature } = JSON.parse((lines.at(-1) ?? "").replace(/^# manifest: /, "")) as {
    manifest: Manifest;
    signature: string;
  };
  return { text, lines: lines.slice(0, -1), manifest, signature };
}

const idsIn = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as AuditEvent).id);

test("a file holds what the search finds, row for row as the API gives it, and is on record before its first row", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  for (let i = 0; i < 5; i += 1) {
    await makeCall(world, { outcome: i % 2 ? "denied" : "success" });
    await makeCall(other, { outcome: "denied" });
  }
  const { lines, manifest } = await exported(world, { outcome: ["denied"], human: ["human|ada"] });
  const shown = (await readEvents(world, { outcome: ["denied"] })).reverse();
  expect(lines.map((line) => JSON.parse(line))).toEqual(shown);
  expect(manifest).toMatchObject({
    version: 1,
    tenant: world.tenant.slug,
    query: "outcome=denied&human=human%7Cada",
    rows: 2,
    firstEvent: shown[0]?.id,
    lastEvent: shown[1]?.id,
    complete: true,
    nextCursor: null,
  });
  expect(await readEvent(world, { type: ["audit.exported"] })).toMatchObject({
    actor: { type: "member" },
    details: { format: "jsonl", query: "outcome=denied&human=human%7Cada" },
  });
});

test("the manifest tells the bytes, the leaves and the key, and its signature holds for nothing else", async () => {
  const world = await makeTenant();
  for (let i = 0; i < 3; i += 1) await makeCall(world);
  for (const format of ["jsonl", "csv"] as const) {
    const { text, manifest, signature } = await exported(world, {}, { format });
    const end = text.lastIndexOf(format === "csv" ? "# manifest: " : '{"manifest"');
    expect(createHash("sha256").update(text.slice(0, end)).digest("hex")).toBe(manifest.sha256);
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(manifest.publicKey, "base64")]),
      format: "der",
      type: "spki",
    });
    const signed = (what: object) =>
      verify(null, Buffer.from(canonicalJson(what)), key, Buffer.from(signature, "base64"));
    expect(signed(manifest)).toBe(true);
    expect(signed({ ...manifest, rows: manifest.rows - 1 })).toBe(false);
  }
  const { lines, manifest } = await exported(world);
  const leaves = createHash("sha256");
  for (const line of lines) leaves.update(Buffer.from((JSON.parse(line) as AuditEvent).hash, "hex"));
  expect(leaves.digest("hex")).toBe(manifest.leaves);
});

test("who, what, where, when, decision and why have columns of their own, and no cell starts a formula", async () => {
  const world = await makeTenant();
  const id = await makeCall(world, { outcome: "denied", tool: "=cmd|' /C calc'!A0", server: "@bank" });
  await recordEvent(world.ctx("admin"), {
    type: "grant.created",
    resource: { type: "grant", key: "-2+3", name: '+1,"two"\nthree' },
  });
  const { text } = await exported(world, { type: ["gateway.tool.error", "grant.created"] }, { format: "csv" });
  const rows: Record<string, string>[] = parse(text, { columns: true, comment: "# manifest:" });
  expect(rows).toHaveLength(2);
  expect(rows.find((row) => row["id"] === id)).toMatchObject({
    occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    type: "gateway.tool.error",
    outcome: "denied",
    decision: "deny",
    human: "human|ada",
    humanEmail: "ada@example.com",
    agent: "cursor",
    server: "'@bank",
    tool: "'=cmd|' /C calc'!A0",
    checkUser: "agent|cursor",
    reasonCode: "TRUST_TOO_LOW",
    policy: "pol_trust",
  });
  expect(rows.find((row) => row["type"] === "grant.created")).toMatchObject({
    resource: "'-2+3",
    resourceName: `'+1,"two" three`,
  });
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test("an export in portions goes on exactly where the last one ended, in either order", async () => {
  const world = await makeTenant();
  const made: string[] = [];
  for (let i = 0; i < 7; i += 1) made.push(await makeCall(world));
  for (const order of ["asc", "desc"] as const) {
    const found: string[] = [];
    let cursor: string | undefined;
    let complete = false;
    while (!complete) {
      const { lines, manifest } = await exported(
        world,
        { type: ["gateway.tool.executed"], order, ...(cursor && { cursor }) },
        { format: "jsonl", rows: 3 },
      );
      found.push(...idsIn(lines));
      cursor = manifest.nextCursor ?? undefined;
      complete = manifest.complete;
      if (!complete) expect(manifest.rows).toBe(3);
    }
    expect(found).toEqual(order === "asc" ? made : made.toReversed());
  }
});

test("a search that finds nothing gives a file that says so", async () => {
  const world = await makeTenant();
  const { lines, manifest } = await exported(world, { agent: ["nobody"] });
  expect(lines).toEqual([]);
  expect(manifest).toMatchObject({ rows: 0, firstEvent: null, complete: true });
});

test("a tenant has so many exports running at a time; one that is left gives its place back", async () => {
  const world = await makeTenant();
  await makeCall(world);
  const begin = () => exportEvents(world.ctx("viewer"), AuditSearch.parse({}), { format: "csv" });
  const begun = [begin(), begin(), begin()];
  for (const each of begun) await each.next();
  await expect(begin().next()).rejects.toMatchObject({ code: "limit", retryAfterSeconds: expect.any(Number) });
  await begun[0]?.return(undefined);
  expect((await begin().next()).value).toContain("occurredAt,type,outcome");
});
