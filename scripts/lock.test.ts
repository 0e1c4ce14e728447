import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { livingProcess, signFile, takeLock } from "./lock.mjs";

let folder: string;
let file: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-lock-"));
  file = join(folder, "deeper", "lock");
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function take(options: Parameters<typeof takeLock>[1] = {}): Promise<() => void> {
  const lock = await takeLock(file, options);
  if (!lock.release) throw new Error(`held by ${lock.holder.pid}`);
  return lock.release;
}

test("one holder at a time, and the next one after it has let go", async () => {
  const release = await take({ about: { publicUrl: "http://x" } });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, publicUrl: "http://x" });
  expect(await takeLock(file)).toMatchObject({ holder: { pid: process.pid, publicUrl: "http://x" } });
  release();
  expect(existsSync(file)).toBe(false);
  (await take())();
});

test("who waits gets it when it is free", async () => {
  const release = await take();
  const waited: number[] = [];
  const second = take({ waitMs: 10_000, onWait: ({ pid }) => waited.push(pid) });
  setTimeout(release, 300);
  (await second)();
  expect(waited).toEqual([process.pid]);
});

test("a file whose process has ended does not count", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  (await take())();
  signFile(file);
  const gone = { ...JSON.parse(readFileSync(file, "utf8")), pid: child.pid };
  writeFileSync(file, JSON.stringify(gone));
  expect(livingProcess(file)).toBeUndefined();
  (await take())();
});

test("a process number that was given to somebody else does not count", async () => {
  test.skip(process.platform === "win32", "the start of a process cannot be asked for there");
  (await take())();
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: "an earlier life" }));
  expect(livingProcess(file)).toBeUndefined();
  (await take())();
});

test("a damaged file does not lock anybody out", async () => {
  (await take())();
  for (const text of ["", "{", "null", '{"pid":"x"}']) {
    writeFileSync(file, text);
    (await take())();
  }
});

test("of many who find a stale file at once, one gets it at a time", async () => {
  (await take())();
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: "an earlier life" }));
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await take({ waitMs: 20_000 });
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      release();
    }),
  );
  expect(most).toBe(1);
});
