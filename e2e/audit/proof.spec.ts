import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { cli } from "../api/world";
import { apiOf } from "../support/api";
import { makeWorld, type World } from "../support/world";

/* The proof of the log by its doors, checked with nothing of ours but the answers. */

type Checkpoint = { size: number; root: string; createdAt: string; note: string };
type Keys = { origin: string; items: { keyId: string; publicKey: string; keyHash: string; current: boolean }[] };

const sha256 = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const node = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right);

/** RFC 9162 §2.1.3.2. */
function rootFrom(leaf: Buffer, index: number, size: number, hashes: readonly Buffer[]): Buffer {
  let [own, last, root] = [index, size - 1, leaf];
  for (const hash of hashes) {
    if (own % 2 === 1 || own === last) {
      root = node(hash, root);
      while (own % 2 === 0 && own !== 0) [own, last] = [own >> 1, last >> 1];
    } else root = node(root, hash);
    [own, last] = [own >> 1, last >> 1];
  }
  return root;
}

/** Takes a note apart and verifies its signature. */
function readNote(note: string, { origin, items }: Keys) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [name, size, root] = text.split("\n");
  const [, signer, base64 = ""] = /^— (\S+) (\S+)\n$/.exec(note.slice(end + 2)) ?? [];
  const bytes = Buffer.from(base64, "base64");
  const key = items.find(({ keyHash }) => keyHash === bytes.toString("hex", 0, 4));
  const der = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from(key?.publicKey ?? "", "base64"),
  ]);
  const isSigned = verify(
    null,
    Buffer.from(text),
    createPublicKey({ key: der, format: "der", type: "spki" }),
    bytes.subarray(4),
  );
  expect([name, signer, isSigned]).toEqual([origin, origin, true]);
  return { size: Number(size), root: Buffer.from(root ?? "", "base64") };
}

/** The newest checkpoint, when it covers every event that the tenant has. */
async function sealed(world: World): Promise<Checkpoint> {
  const count = (await world.events()).length;
  await expect
    .poll(async () => ((await world.api.ask("GET", "checkpoints/latest")).body as Checkpoint).size ?? 0)
    .toBeGreaterThanOrEqual(count);
  return world.api.get<Checkpoint>("checkpoints/latest");
}

test("every event is sealed within moments and proved by a file that anybody can check", async () => {
  const world = await makeWorld();
  for (const name of ["alice", "bob", "carol", "dave"]) await world.addHuman(name);
  const { note, size } = await sealed(world);
  const keys = await world.api.get<Keys>("checkpoints/keys");
  expect(keys.items.filter(({ current }) => current)).toHaveLength(1);
  expect(readNote(note, keys).size).toBe(size);
  const events = await world.events();
  expect(events.length).toBe(size);
  const places: number[] = [];
  for (const event of events) {
    const response = await fetch(`${world.baseUrl}/api/v1/${world.tenant}/events/${event.id}/proof`, {
      headers: { authorization: `Bearer ${world.key}` },
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    const [head = "", ...rest] = (await response.text()).split("\n\n");
    const [kind, place = "", ...hashes] = head.split("\n");
    expect(kind).toBe("c2sp.org/tlog-proof@v1");
    const index = Number(place.replace("index ", ""));
    const signed = readNote(rest.join("\n\n"), keys);
    const leaf = Buffer.from(event.hash, "hex");
    const root = rootFrom(
      leaf,
      index,
      signed.size,
      hashes.map((hash) => Buffer.from(hash, "base64")),
    );
    expect(root.equals(signed.root), event.id).toBe(true);
    places.push(index);
  }
  expect(places.toSorted((a, b) => a - b)).toEqual(events.map((_, i) => i));
});

test("checkpoints are listed newest first, and want their permission", async () => {
  const world = await makeWorld();
  await sealed(world);
  await world.addHuman("alice");
  const newest = await sealed(world);
  const page = await world.api.get<{ items: Checkpoint[]; nextCursor: string | null }>("checkpoints?limit=1");
  expect(page.items).toEqual([newest]);
  const rest = await world.api.get<{ items: Checkpoint[] }>(`checkpoints?cursor=${page.nextCursor}`);
  expect(rest.items.length).toBeGreaterThan(0);
  for (const { size } of rest.items) expect(size).toBeLessThan(newest.size);
  const { key } = await world.api.post<{ key: string }>("keys", { name: "Narrow", scopes: ["events:read"] });
  const narrow = apiOf(world.baseUrl, world.tenant, key);
  for (const path of ["checkpoints", "checkpoints/latest", "checkpoints/keys"])
    expect((await narrow.ask("GET", path)).status).toBe(403);
  expect((await narrow.ask("POST", "checkpoints/verify")).status).toBe(403);
  expect((await world.api.ask("GET", "checkpoints?cursor=x")).status).toBe(422);
});

test("the log verifies by the API and by the command line, also against a checkpoint kept in a file", async () => {
  const world = await makeWorld();
  const kept = await sealed(world);
  await world.addHuman("alice");
  expect(await world.api.post("checkpoints/verify", { checkpoints: [kept.note] })).toMatchObject({
    ok: true,
    problems: [],
  });
  expect((await world.api.ask("POST", "checkpoints/verify", { checkpoints: ["nothing"] })).status).toBe(422);
  const file = path.join(await mkdtemp(path.join(tmpdir(), "kept-")), "checkpoints.txt");
  await writeFile(file, `${kept.note}\n${(await sealed(world)).note}\n`);
  const { code, stdout } = await cli("audit", "verify", "--tenant", world.tenant, "--checkpoint", file, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    tenants: [
      { tenant: world.tenant, size: expect.any(Number), root: expect.stringMatching(/^[0-9a-f]{64}$/), problems: [] },
    ],
  });
  const verified = await world.events({ type: "audit.verified" });
  expect(verified.map(({ surface, outcome }) => [surface, outcome])).toEqual([
    ["cli", "success"],
    ["api", "success"],
  ]);
  const other = await makeWorld();
  const refused = await cli("audit", "verify", "--tenant", other.tenant, "--checkpoint", file);
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("of no environment that is verified here");
  expect((await cli("audit", "verify", "--checkpoint", "/nowhere")).code).toBe(2);
});
