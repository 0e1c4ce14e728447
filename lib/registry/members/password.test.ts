import { scryptSync } from "node:crypto";
import { expect, test } from "@playwright/test";
import { hashPassword, newPassword, verifyPassword } from "./password";

test("a password is known by its hash, and no other is", async () => {
  const stored = await hashPassword("correct horse");
  expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await verifyPassword("correct horse", stored)).toBe(true);
  for (const wrong of ["Correct horse", "correct horse ", ""]) expect(await verifyPassword(wrong, stored)).toBe(false);
  expect(await hashPassword("correct horse")).not.toBe(stored);
});

test("the hash is scrypt as others compute it", async () => {
  const [, , , salt = "", hash = ""] = (await hashPassword("pa55")).split("$");
  const key = scryptSync("pa55", Buffer.from(salt, "base64"), 32, { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  expect(key.toString("base64").replaceAll("=", "")).toBe(hash);
});

test("a password is the same whether its accents were typed composed or decomposed", async () => {
  expect(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9"))).toBe(true);
});

test("what is no hash, or one of absurd cost, is nobody's password, and says so without throwing", async () => {
  const parts = (await hashPassword("x")).split("$");
  for (const stored of [
    null,
    "",
    "x",
    "$2b$10$abcdefghijklmnopqrstuv",
    ["", "scrypt", "ln=31,r=8,p=1", parts[3], parts[4]].join("$"),
    ["", "scrypt", "ln=15,r=8,p=99", parts[3], parts[4]].join("$"),
  ])
    expect(await verifyPassword("x", stored)).toBe(false);
});

test("refusing somebody who does not exist takes about as long as refusing a wrong password", async () => {
  const stored = await hashPassword("right");
  const time = async (against: string | null) => {
    const start = performance.now();
    await verifyPassword("wrong", against);
    return performance.now() - start;
  };
  // In turns and by the fastest of each: what else the machine does must not decide.
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < 6; n += 1) {
    times.known.push(await time(stored));
    times.unknown.push(await time(null));
  }
  expect(Math.min(...times.unknown) / Math.min(...times.known)).toBeGreaterThan(0.4);
});

test("no two passwords that are made are alike", () => {
  const made = Array.from({ length: 100 }, newPassword);
  expect(new Set(made).size).toBe(100);
  for (const password of made) expect(password).toHaveLength(16);
});
