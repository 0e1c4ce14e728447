import { execFile } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { databaseUrl } from "@/lib/kernel/env";
import { makeTenant } from "@/prisma/world/make-tenant";
import { readEvents } from "@/prisma/world/read-events";
import { recordCalls, sealLog } from "@/prisma/world/seal-log";
import type { AuditEvent } from "../event";
import { latestCheckpoint } from "./list-checkpoints";
import { readCheckpoint, toNote } from "./note";
import { proveEvent } from "./prove-event";
import { keyIdOf, toKeyBytes } from "./public-key";
import { signCheckpoint, signText } from "./signer";
import { hashLeaf } from "./tree";

type Row = AuditEvent & { proof?: { envelope: string; index: number; path: string[]; salts: Record<string, string> } };

/** What an export is made of. */
type Export = { rows: Row[]; checkpoint: string | null; older: string };

const exported = test.extend<{ made: Export; dir: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  dir: async ({}, use) => {
    const dir = await mkdtemp(path.join(tmpdir(), "export-"));
    await use(dir);
    await rm(dir, { recursive: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  made: async ({}, use) => {
    const world = await makeTenant();
    const ctx = world.ctx("owner");
    await recordCalls(world.tenant.no, 6);
    await sealLog(world.tenant.no);
    const older = (await latestCheckpoint(ctx)).note;
    await recordCalls(world.tenant.no, 6);
    await sealLog(world.tenant.no);
    const salts = await saltsOf(world.tenant.no);
    const rows: Row[] = [];
    for (const event of await readEvents(world)) {
      const { envelope, index, path } = await proveEvent(ctx, event.id);
      rows.push({ ...event, proof: { envelope, index, path, salts } });
    }
    await use({ rows, checkpoint: (await latestCheckpoint(ctx)).note, older });
  },
});

async function saltsOf(tenantNo: number): Promise<Record<string, string>> {
  const sql = new pg.Client({ connectionString: databaseUrl() });
  await sql.connect();
  const { rows } = await sql.query<{ commitment: string; salt: Buffer }>(
    "SELECT commitment, salt FROM audit.personal WHERE tenant_no = $1 AND salt IS NOT NULL",
    [tenantNo],
  );
  await sql.end();
  return Object.fromEntries(rows.map(({ commitment, salt }) => [commitment, salt.toString("base64url")]));
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** The file as it is handed out, signed when everything in it stands. */
function toFile({ rows, checkpoint }: Export, format: "jsonl" | "csv" = "jsonl", signer = signText): string {
  const body =
    format === "jsonl"
      ? rows.map((row) => `${JSON.stringify(row)}\n`).join("")
      : [["id", "hash", "sentence"], ...rows.map(({ id, hash }) => [id, hash, 'says "this",\nand that'])]
          .map((cells) => `${cells.map(quoted).join(",")}\r\n`)
          .join("");
  const { keyId, publicKey } = signer("");
  const manifest = {
    ...{
      version: 1,
      tenant: "acme",
      query: "",
      format,
      rows: rows.length,
      complete: true,
      exportedAt: "2026-11-22T00:00:00.000Z",
    },
    ...{ firstSeq: rows[0]?.seq, lastSeq: rows.at(-1)?.seq, firstEvent: rows[0]?.id, lastEvent: rows.at(-1)?.id },
    sha256: createHash("sha256").update(body).digest("hex"),
    leaves: rows.reduce((hash, row) => hash.update(Buffer.from(row.hash, "hex")), createHash("sha256")).digest("hex"),
    ...{ checkpoint, keyId, publicKey },
  };
  const line = JSON.stringify({ manifest, signature: signer(canonicalJson(manifest)).signature });
  return `${body}${format === "csv" ? "# manifest: " : ""}${line}\n`;
}

async function run(dir: string, content: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const file = path.join(dir, "events.jsonl");
  await writeFile(file, content);
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, ["public/verify-export.mjs", file, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: stdout + stderr }),
    );
  });
}

exported("a whole export is valid, by its own key and by the right pinned one", async ({ made, dir }) => {
  const file = toFile(made);
  const alone = await run(dir, file);
  expect(alone).toMatchObject({ code: 0, said: expect.stringContaining("VALID") });
  expect(alone.said).toContain(`✓ ${made.rows.length} rows proved`);
  expect(alone.said).toContain("compare it with your installation's");
  await writeFile(path.join(dir, "older.txt"), made.older);
  const pinned = await run(dir, file, "--key", signText("").publicKey, "--checkpoint", path.join(dir, "older.txt"));
  expect(pinned).toMatchObject({ code: 0 });
  expect(pinned.said).not.toContain("?");
  expect(await run(dir, toFile(made, "csv"))).toMatchObject({
    code: 0,
    said: expect.stringContaining(`${made.rows.length} rows`),
  });
});

exported("a changed file is not valid: a row, its order, its end, its manifest", async ({ made, dir }) => {
  const file = toFile(made);
  const lines = file.trimEnd().split("\n");
  const changed = file.replace('"server":"linear"', '"server":"github"');
  expect(changed).not.toBe(file);
  const said = await run(dir, changed);
  expect(said).toMatchObject({ code: 1, said: expect.stringContaining("SHA-256 differs") });
  expect(said.said).toMatch(/server does not say what was sealed.*\(line \d+\)/);
  for (const [what, text] of Object.entries({
    "SHA-256 differs": [lines[1], lines[0], ...lines.slice(2)].join("\n"),
    "the manifest says": [...lines.slice(0, -2), lines.at(-1)].join("\n"),
    "signature of the manifest": file.replace('"exportedAt":"2026', '"exportedAt":"2027'),
  }))
    expect(await run(dir, text)).toMatchObject({ code: 1, said: expect.stringContaining(what) });
  const csv = toFile(made, "csv");
  expect(await run(dir, csv.replace("and that", "and This"))).toMatchObject({ code: 1 });
  expect(await run(dir, lines.slice(0, -1).join("\n"))).toMatchObject({
    code: 2,
    said: expect.stringContaining("cut off"),
  });
  expect(await run(dir, file, "--key", "nonsense")).toMatchObject({ code: 2 });
  expect(await run(dir, file, "--checkpoint")).toMatchObject({ code: 2 });
});

exported(
  "rows that were changed before they were signed are found by their proofs, and by their line",
  async ({ made, dir }) => {
    const tamper = async (change: (row: Row) => Row, said: string) => {
      const rows = made.rows.map((row, i) => (i === 7 ? change(structuredClone(row)) : row));
      const answer = await run(dir, toFile({ ...made, rows }));
      expect(answer.code, said).toBe(1);
      expect(answer.said).toContain(said);
      expect(answer.said).toContain("(line 8)");
    };
    await tamper((row) => ({ ...row, outcome: "unknown" }), "outcome does not say what was sealed");
    await tamper((row) => ({ ...row, details: { number: 99 } }), "details.number does not say");
    await tamper(
      (row) => ({ ...row, human: row.human && { ...row.human, name: "Mallory" } }),
      "human.name does not say what was sealed",
    );
    await tamper((row) => ({ ...row, id: made.rows[8]?.id ?? "" }), "its id is not the one");
    await tamper((row) => {
      if (row.proof) row.proof.envelope = row.proof.envelope.replace("linear", "github");
      return row;
    }, "does not hash to its leaf");
    await tamper((row) => {
      if (row.proof) row.proof.envelope = row.proof.envelope.replace("linear", "github");
      return { ...row, hash: hashLeaf(Buffer.from(row.proof?.envelope ?? "")).toString("hex") };
    }, "does not lead to the checkpoint");
    await tamper((row) => {
      if (row.proof) row.proof.index += 1;
      return row;
    }, "does not lead to the checkpoint");
  },
);

exported(
  "what cannot be validated is said, and is no fault: no salt, no checkpoint, no proof, an erased person",
  async ({ made, dir }) => {
    const bare = { ...made, rows: made.rows.map(({ proof: _, ...row }) => row) };
    expect(await run(dir, toFile(bare))).toMatchObject({
      code: 0,
      said: expect.stringContaining("carry no proof of their own"),
    });
    const saltless = made.rows.map((row) => ({ ...row, ...(row.proof ? { proof: { ...row.proof, salts: {} } } : {}) }));
    expect(await run(dir, toFile({ ...made, rows: saltless }))).toMatchObject({
      code: 0,
      said: expect.stringContaining("could not be validated: human.name"),
    });
    const gone = made.rows.map((row) => ({ ...row, human: row.human && { ...row.human, name: "[erased]" } }));
    expect(await run(dir, toFile({ ...made, rows: gone }))).toMatchObject({ code: 0 });
    expect(await run(dir, toFile({ ...made, checkpoint: null }))).toMatchObject({
      code: 0,
      said: expect.stringContaining("the file names no checkpoint"),
    });
  },
);

exported("another key, and a checkpoint that contradicts the kept one, are found", async ({ made, dir }) => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = toKeyBytes(publicKey);
  const theirs = (text: string) => ({
    ...{ keyId: keyIdOf(bytes), publicKey: bytes.toString("base64") },
    signature: sign(null, Buffer.from(text), privateKey).toString("base64"),
  });
  const forged = toFile({ ...made, checkpoint: null }, "jsonl", theirs);
  expect((await run(dir, forged)).code, "the file alone cannot tell whose key it is").toBe(0);
  expect(await run(dir, forged, "--key", signText("").publicKey)).toMatchObject({
    code: 1,
    said: expect.stringContaining("another key"),
  });
  const says = readCheckpoint(made.checkpoint ?? "");
  if (!says) throw new Error("There is no checkpoint.");
  const kept = async (note: string) => {
    await writeFile(path.join(dir, "kept.txt"), note);
    return run(dir, toFile(made), "--checkpoint", path.join(dir, "kept.txt"));
  };
  const other = { ...says, root: hashLeaf(says.root) };
  expect(await kept(signCheckpoint(other))).toMatchObject({ code: 1, said: expect.stringContaining("another root") });
  expect(await kept(signCheckpoint({ ...other, size: says.size + 1 }))).toMatchObject({ code: 1 });
  expect(await kept(signCheckpoint({ ...says, origin: "x/audit/y" }))).toMatchObject({
    code: 1,
    said: expect.stringContaining("another log"),
  });
  const unsigned = toNote(`${says.origin}\n1\n${says.root.toString("base64")}\n`, {
    ...{ name: says.origin, keyHash: "00000000", signature: Buffer.alloc(64) },
  });
  expect(await kept(unsigned)).toMatchObject({ code: 1, said: expect.stringContaining("not signed by this key") });
});
