import "server-only";
import { z } from "zod";
import type { UpstreamClient } from "@/lib/db/rows";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { UpstreamAuthorization } from "../discover-upstream-auth";
import { type ClientCredentials, clientAuthMethods } from "./client-auth";
import { openSecret } from "./vault";

/** What is kept of an issuer with the registration there: what refreshing and revoking need, long after discovery. */
const Registered = z.object({
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().optional(),
  resource: z.string(),
  redirectUri: z.string(),
  method: z.enum(clientAuthMethods),
  /** When the secret ends; absent: never. */
  secretExpiresAtMs: z.number().optional(),
  /** The issuer does not know the client any more. */
  isForgotten: z.boolean().optional(),
});
export type Registered = z.infer<typeof Registered>;

/** Reads the `metadata` of a row. Throws on a row that this code has not written. */
export const readRegistered = (row: Pick<UpstreamClient, "metadata">): Registered => Registered.parse(row.metadata);

export const toRegistered = (
  { issuer, resource }: UpstreamAuthorization,
  rest: Pick<Registered, "method" | "secretExpiresAtMs">,
): Registered => ({
  tokenEndpoint: issuer.tokenEndpoint,
  ...(issuer.revocationEndpoint === undefined ? {} : { revocationEndpoint: issuer.revocationEndpoint }),
  resource,
  redirectUri: redirectUri(),
  ...rest,
});

/** Where authorization servers of upstreams lead back to. */
export const redirectUri = (): string => absolute(paths.connectCallback());

export const credentialsOf = (row: UpstreamClient): ClientCredentials => ({
  clientId: row.clientId,
  secret: row.secret === null ? null : openSecret(row, row.secret),
  method: readRegistered(row).method,
});
