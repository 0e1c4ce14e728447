import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { cli } from "../api/world";
import { sql } from "../support/database";
import { makeWorld, type World } from "../support/world";

/* Somebody with all rights in the database changes the log: whoever verifies it by the doors is told what, and where. */

const replica = "SET session_replication_role = replica";

type Verified = {
  ok: boolean;
  tenants: { problems: { kind: string; index?: number; event?: string; text: string }[] }[];
};

async function settled(world: World): Promise<string> {
  const count = (await world.events()).length;
  const latest = async () =>
    (await world.api.ask("GET", "checkpoints/latest")).body as { size?: number; note?: string } | undefined;
  await expect.poll(async () => (await latest())?.size ?? 0).toBeGreaterThanOrEqual(count);
  return (await latest())?.note ?? "";
}

async function verifyByCli(world: World, ...args: string[]): Promise<{ code: number | null; said: Verified }> {
  const { code, stdout, stderr } = await cli("audit", "verify", "--tenant", world.tenant, "--json", ...args);
  expect(stderr).toBe("");
  return { code, said: JSON.parse(stdout) };
}

const tenantNo = async (world: World): Promise<number> => {
  const [row] = await sql<{ no: number }>("SELECT no FROM tenant WHERE slug = $1", [world.tenant]);
  return row?.no ?? 0;
};

test("a changed event is named, by the command line with exit code 1 and by the API", async () => {
  const world = await makeWorld();
  await world.addHuman("alice");
  await settled(world);
  const event = await world.event({ type: "human.created" });
  const no = await tenantNo(world);
  await sql(
    `DO $do$ BEGIN ${replica.replace("SET", "SET LOCAL")};
     UPDATE audit.event SET body = replace(body::text, '"outcome":"success"', '"outcome":"denied"')::json
     WHERE tenant_no = ${no} AND encode(leaf, 'hex') = '${event.hash}'; END $do$`,
  );
  const { code, said } = await verifyByCli(world);
  expect(code).toBe(1);
  expect(said).toMatchObject({ ok: false, tenants: [{ problems: [{ kind: "content", event: event.id }] }] });
  expect(await world.api.post("checkpoints/verify")).toMatchObject({
    ok: false,
    problemCount: 1,
    problems: [{ kind: "content", event: event.id }],
  });
  expect((await world.events({ type: "audit.verified" })).map(({ outcome }) => outcome)).toEqual(["error", "error"]);
  const text = await cli("audit", "verify", "--tenant", world.tenant);
  expect(text.code).toBe(1);
  expect(text.stdout).toContain("The content of this event was changed.");
});

test("a log that was set back is found by a checkpoint that somebody kept", async () => {
  const world = await makeWorld();
  await settled(world);
  const no = await tenantNo(world);
  const tables = ["event", "tile", "tree", "checkpoint"];
  for (const table of tables)
    await sql(`CREATE TABLE kept_${no}_${table} AS SELECT * FROM audit.${table} WHERE tenant_no = ${no}`);
  await world.addHuman("alice");
  const note = await settled(world);
  const file = path.join(await mkdtemp(path.join(tmpdir(), "kept-")), "checkpoint.txt");
  await writeFile(file, note);
  await sql(
    `DO $do$ BEGIN ${replica.replace("SET", "SET LOCAL")}; ${tables
      .map(
        (table) => `DELETE FROM audit.${table} WHERE tenant_no = ${no};
          INSERT INTO audit.${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${no}_${table}; DROP TABLE kept_${no}_${table};`,
      )
      .join(" ")} END $do$`,
  );
  const { code, said } = await verifyByCli(world, "--checkpoint", file);
  expect(code).toBe(1);
  expect(said.tenants[0]?.problems.map(({ kind }) => kind)).toEqual(["rolled_back"]);
});
