import { expect, test } from "@playwright/test";
import { clientIp, peerHeader } from "./client";

const ip = (headers: Record<string, string>, hops: number, believeNext = false) =>
  clientIp(new Headers(headers), hops, believeNext);

test("behind the front, the address is what the socket said, whatever the client claims", () => {
  const peer = { [peerHeader]: "198.51.100.7" };
  expect(ip(peer, 0)).toBe("198.51.100.7");
  expect(ip({ ...peer, "x-forwarded-for": "203.0.113.66" }, 0)).toBe("198.51.100.7");
  expect(ip({ ...peer, "x-forwarded-for": "203.0.113.66, 192.0.2.1" }, 1)).toBe("192.0.2.1");
  expect(ip({ ...peer, "x-forwarded-for": "203.0.113.66, 192.0.2.1, 10.0.0.1" }, 2)).toBe("192.0.2.1");
});

test("without the front, only what a trusted proxy wrote is believed", () => {
  expect(ip({ "x-forwarded-for": "203.0.113.66" }, 0)).toBeNull();
  expect(ip({ "x-forwarded-for": "203.0.113.66, 192.0.2.1" }, 1)).toBe("192.0.2.1");
  // The header of the front, made up by the client, gains it nothing: it is the nearest hop, which is not counted.
  expect(ip({ "x-forwarded-for": "203.0.113.66, 192.0.2.1", [peerHeader]: "203.0.113.99" }, 1)).toBe("192.0.2.1");
  expect(ip({ "x-forwarded-for": "127.0.0.1" }, 0, true), "in development, Next's word is enough").toBe("127.0.0.1");
});

test("addresses are read in every spelling, and nothing else is taken for one", () => {
  for (const [text, address] of [
    ["192.0.2.1:4711", "192.0.2.1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
  ] as const)
    expect(ip({ [peerHeader]: text }, 0), text).toBe(address);
  for (const text of ["unknown", "_hidden", "", "1.2.3", "<script>"]) expect(ip({ [peerHeader]: text }, 0)).toBeNull();
});
