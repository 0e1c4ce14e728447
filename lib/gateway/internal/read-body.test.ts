import { expect, test } from "@playwright/test";
import { bodyBytesMax } from "../exchange";
import { readBody } from "./read-body";

/** A body that sends so many bytes in pieces of 16 KiB, and then waits until it is let go. */
function sending(bytes: number) {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let sent = 0; sent < bytes; sent += 16_384) yield Buffer.alloc(Math.min(16_384, bytes - sent));
    await released;
  }
  return { body: readBody(pieces()), letGo };
}

test("a body is read whole up to the limit, and not beyond it", async () => {
  const whole = sending(bodyBytesMax);
  whole.letGo();
  expect((await whole.body).length).toBe(bodyBytesMax);
  const beyond = sending(bodyBytesMax + 1);
  beyond.letGo();
  expect(await beyond.body).toBe("too large");
  // What goes on for ever is not read to an end that does not come.
  expect(await sending(Number.MAX_SAFE_INTEGER).body).toBe("too large");
});

test("large bodies that are sent slowly use up their own memory only: small ones are read, and large ones again when they have gone", async () => {
  const slow = Array.from({ length: 40 }, () => sending(bodyBytesMax));
  const refused = await Promise.all(
    slow.map(({ body }) => Promise.race([body, new Promise<"held">((done) => setTimeout(done, 1000, "held"))])),
  );
  expect(refused.filter((answer) => answer === "held").length).toBeLessThanOrEqual(32);
  expect(refused.filter((answer) => answer === "busy").length).toBeGreaterThanOrEqual(8);

  const small = sending(64 * 1024);
  small.letGo();
  expect((await small.body).length).toBe(64 * 1024);

  for (const { letGo } of slow) letGo();
  await Promise.all(slow.map(({ body }) => body));
  const again = sending(bodyBytesMax);
  again.letGo();
  expect((await again.body).length).toBe(bodyBytesMax);
});

test("a body whose sender goes away gives back what it held", async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(bodyBytesMax);
    throw new Error("gone");
  }
  for (let i = 0; i < 100; i += 1) await expect(readBody(breaking())).rejects.toThrow("gone");
  const after = sending(bodyBytesMax);
  after.letGo();
  expect((await after.body).length).toBe(bodyBytesMax);
});
