import "server-only";
import { isIP } from "node:net";
import { env } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";

/** From where one request came, under the id that its answer, its events and its log line carry. */
export type Client = { requestId: string; ip: string | null; userAgent: string | null };

/**
 * The address that the front measured at the socket. It replaces whatever a caller sends under this name, so a client
 * cannot say who it is; a host without the front has no such header and no address unless it names its proxies.
 */
export const peerHeader = "x-countersign-peer";

/** Reads where a request came from; every call makes a new request id. */
export function clientOf(headers: Headers): Client {
  return {
    requestId: newId("request"),
    ip: clientIp(headers, env().TRUST_PROXY, env().NODE_ENV !== "production"),
    userAgent: headers.get("user-agent")?.slice(0, 500) ?? null,
  };
}

/**
 * The address `hops` trusted proxies in front of us saw. Each of them adds, at the right of X-Forwarded-For, whom it
 * speaks for, so counting from the right never reaches what the client itself wrote there.
 */
export function clientIp(headers: Headers, hops: number, believeNext: boolean): string | null {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").flatMap((one) => {
    const address = toAddress(one);
    return address === undefined ? [] : [address];
  });
  const peer = toAddress(headers.get(peerHeader) ?? "");
  if (peer !== undefined) return [...forwarded, peer].at(-1 - hops) ?? forwarded[0] ?? peer;
  if (hops > 0) return forwarded.at(-hops) ?? forwarded[0] ?? null;
  // Without front and proxies, Next writes the socket's address where the client wrote none: good enough to develop with.
  return believeNext ? (forwarded.at(-1) ?? null) : null;
}

/** An address without brackets, port or the IPv4-in-IPv6 prefix; undefined for anything that is none. */
function toAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
  return isIP(bare) === 0 ? undefined : bare;
}
