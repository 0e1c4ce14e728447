import { expect, test } from "@playwright/test";
import { isPublic, readExceptions, resolveGuarded } from "./address-guard";

for (const address of [
  "127.0.0.1",
  "127.9.9.9",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fc00::1",
  "fd00:ec2::254",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
])
  test(`${address} is not public`, () => expect(isPublic(address)).toBe(false));
for (const address of ["8.8.8.8", "1.1.1.1", "2606:4700::1111"])
  test(`${address} is public`, () => expect(isPublic(address)).toBe(true));

test("a private address is refused with the way to allow it", async () => {
  await expect(resolveGuarded("127.0.0.1", 4101, [])).rejects.toThrow("UPSTREAM_ALLOW_PRIVATE=127.0.0.1:4101");
  await expect(resolveGuarded("localhost", 80, [])).rejects.toThrow("private address");
  await expect(resolveGuarded("[::1]", 80, [])).rejects.toThrow("private address");
});

const allowed: [string, string, number, boolean][] = [
  ["127.0.0.1", "127.0.0.1", 80, true],
  ["127.0.0.1:4101", "127.0.0.1", 4101, true],
  ["127.0.0.1:4101", "127.0.0.1", 4102, false],
  ["10.0.0.0/8", "10.1.2.3", 443, true],
  ["10.0.0.0/8", "192.168.0.1", 443, false],
  ["::1", "::1", 80, true],
  ["[::1]:80", "::1", 81, false],
  ["localhost", "127.0.0.1", 80, false],
  ["10.0.0.1, 127.0.0.1", "127.0.0.1", 80, true],
];
for (const [list, host, port, works] of allowed)
  test(`UPSTREAM_ALLOW_PRIVATE=${list} ${works ? "allows" : "does not allow"} ${host}:${port}`, async () => {
    const asked = resolveGuarded(host, port, readExceptions(list));
    if (works) expect(await asked).toBe(host);
    else await expect(asked).rejects.toThrow("private address");
  });
