import "server-only";
import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { keyFor } from "@/lib/kernel/keys";

/*
 * Session ids of legacy upstreams are wrapped: `<upstream id>.<mac>`, the mac bound to tenant, instance and server. So a
 * session cannot be used by another principal, and no table is needed to know that.
 */

const separator = ".";

const mac = (upstreamId: string, owner: string): string =>
  createHmac("sha256", keyFor("session-id")).update(`${owner}\n${upstreamId}`).digest("base64url").slice(0, 24);

/** The id that the agent gets to see. `owner` names tenant, instance and server. */
export const wrapSession = (upstreamId: string, owner: string): string =>
  `${upstreamId}${separator}${mac(upstreamId, owner)}`;

/** The upstream's id behind it, or undefined when it was not made for this owner. */
export function unwrapSession(wrapped: string, owner: string): string | undefined {
  const at = wrapped.lastIndexOf(separator);
  if (at <= 0) return undefined;
  const upstreamId = wrapped.slice(0, at);
  const given = Buffer.from(wrapped.slice(at + 1));
  const expected = Buffer.from(mac(upstreamId, owner));
  return given.length === expected.length && timingSafeEqual(given, expected) ? upstreamId : undefined;
}

/** What the log keeps of a session id, which is a secret of the connection. */
export const sessionDigest = (wrapped: string): string => hash("sha256", wrapped, "hex").slice(0, 16);
