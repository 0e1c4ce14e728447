import "server-only";
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { HouseError } from "@/lib/kernel/errors";

/*
 * No request of ours may be led to where only this machine's neighbours should reach (SSRF): every address that a host
 * name resolves to is judged, and the connection then goes to the very address that was judged.
 */

type Exception = { port: number | undefined; matches: (host: string, address: string) => boolean };

/** Reads UPSTREAM_ALLOW_PRIVATE: host names, addresses or CIDR blocks, each optionally with `:port`. */
export function readExceptions(list: string): Exception[] {
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const { host, port } = splitPort(entry);
      if (host.includes("/")) {
        const block = ipaddr.parseCIDR(host);
        return { port, matches: (_, address) => within(address, block) };
      }
      if (ipaddr.isValid(host)) {
        const wanted = ipaddr.process(host).toString();
        return { port, matches: (_, address) => ipaddr.process(address).toString() === wanted };
      }
      return { port, matches: (asked) => asked === host };
    });
}

function splitPort(entry: string): { host: string; port: number | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  if (bracketed?.[1] !== undefined) return { host: bracketed[1], port: toPort(bracketed[2]) };
  const colons = entry.split(":").length - 1;
  if (colons !== 1) return { host: entry, port: undefined };
  const [host = "", port] = entry.split(":");
  return { host, port: toPort(port) };
}

const toPort = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function within(address: string, [range, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  const parsed = ipaddr.process(address);
  return parsed.kind() === range.kind() && parsed.match(range, bits);
}

/** Whether an address belongs to the public internet (not loopback, private, link-local, carrier, reserved, mapped …). */
export const isPublic = (address: string): boolean => ipaddr.process(address).range() === "unicast";

/**
 * The address to connect to for `host`. Throws an `upstream` error that says what the operator can do when any of the
 * addresses is private and no exception covers it.
 */
export async function resolveGuarded(host: string, port: number, exceptions: readonly Exception[]): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  const addresses = ipaddr.isValid(bare) ? [bare] : await resolve(bare);
  for (const address of addresses) {
    const allowed =
      isPublic(address) ||
      exceptions.some((e) => (e.port === undefined || e.port === port) && e.matches(bare, address));
    if (!allowed)
      throw new HouseError(
        "upstream",
        `${bare} is a private address. The operator can allow it with UPSTREAM_ALLOW_PRIVATE=${bare}:${port}.`,
        { detail: { why: "private_address" } },
      );
  }
  const [first] = addresses;
  if (first === undefined) throw new HouseError("upstream", `${bare} has no address.`);
  return first;
}

async function resolve(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map((found) => found.address);
  } catch (cause) {
    throw new HouseError("upstream", `The host name ${host} could not be resolved.`, { cause });
  }
}
