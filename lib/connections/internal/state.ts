import { newSecret } from "@/lib/kernel/keys";

/**
 * The `state` that travels to the issuer and back: the tenant, which is no secret, and 256 random bits, of which only the hash is kept.
 * The callback is the same for every tenant, and a look-up never leaves one.
 */
export const newState = (tenantSlug: string): string => `${tenantSlug}~${newSecret("cnx")}`;

/** The tenant of a state; undefined for anything that is none. */
export function tenantOfState(state: unknown): string | undefined {
  return typeof state === "string" ? /^([a-z0-9][a-z0-9-]{0,62})~cnx_[\w-]{43}$/.exec(state)?.[1] : undefined;
}
