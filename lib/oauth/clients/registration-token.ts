import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { keyFor } from "@/lib/kernel/keys";

/**
 * The registration access token (RFC 7592 §1.2) of a client. It follows from the client, so that everybody who registered
 * the same gets the same one, and none of them takes it from another; what several share none of them may change.
 */
export const registrationToken = ({ tenantNo, id }: { tenantNo: number; id: string }): string =>
  `csm_${createHmac("sha256", keyFor("registration")).update(`${tenantNo}:${id}`).digest("base64url")}`;

export function isRegistrationToken(client: { tenantNo: number; id: string }, token: string): boolean {
  const [a, b] = [Buffer.from(registrationToken(client)), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
