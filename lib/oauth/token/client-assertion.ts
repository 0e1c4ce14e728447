import "server-only";
import { createHash } from "node:crypto";
import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { ClientRow } from "../clients/client-row";
import { fetchJson } from "../internal/fetch-json";
import { assertionAlgorithms } from "../metadata/auth-methods";
import { issuerOf } from "../resource";

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** No assertion counts for longer, whatever it says of itself: its `jti` has to be remembered for so long. */
const lifetimeSecondsMax = 600;
const skewSeconds = 30;

const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(50) });
type KeySet = z.infer<typeof KeySet>;

/** Key sets of clients that name theirs by URL. */
const fetched = new LRUCache<string, KeySet>({ max: 500, ttl: 300_000, perf: { now: nowMs } });

/** The client_id that an assertion speaks for, read without believing it; undefined where it cannot be read. */
export function readAssertionSubject(assertion: string): string | undefined {
  try {
    const { sub } = decodeJwt(assertion);
    return sub;
  } catch {
    return undefined;
  }
}

/**
 * Judges a client's assertion (RFC 7523 §3): signed with one of its keys, by and about itself, for this authorization server,
 * good for ten minutes at most, and never seen before. Gives what is wrong with it, or undefined.
 */
export async function judgeAssertion(ctx: Ctx, client: ClientRow, assertion: string): Promise<string | undefined> {
  const keys = await keysOf(client);
  if (typeof keys === "string") return keys;
  let claims: JWTPayload;
  try {
    // safe because the schemas that keys were read with say that each is an object with a `kty`, which is what JWKs are
    const keySet = createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]);
    const verified = await jwtVerify(assertion, keySet, {
      algorithms: [...assertionAlgorithms],
      issuer: client.clientId,
      subject: client.clientId,
      // RFC 7523 §3: the token endpoint's URL may stand for the server; newer profiles want the issuer.
      audience: [issuerOf(ctx.tenant.slug), absolute(paths.token(ctx.tenant.slug))],
      requiredClaims: ["exp", "jti"],
      clockTolerance: skewSeconds,
      currentDate: now(),
    });
    claims = verified.payload;
  } catch (error) {
    return error instanceof errors.JOSEError
      ? `The client assertion is not valid: ${error.code}.`
      : "The client assertion is not valid.";
  }
  const { exp = 0, jti = "" } = claims;
  if (exp * 1_000 > nowMs() + lifetimeSecondsMax * 1_000) return "The client assertion is good for too long.";
  return (await remember(ctx, client, jti, exp)) ? undefined : "The client assertion was presented before.";
}

async function keysOf({ metadata }: ClientRow): Promise<KeySet | string> {
  if (metadata.jwks) return metadata.jwks;
  if (metadata.jwks_uri === undefined) return "The client has no keys.";
  const known = fetched.get(metadata.jwks_uri);
  if (known) return known;
  const answer = await fetchJson(metadata.jwks_uri);
  const read = "value" in answer ? KeySet.safeParse(answer.value) : undefined;
  if (!read?.success) return "The client's keys could not be fetched.";
  fetched.set(metadata.jwks_uri, read.data);
  return read.data;
}

/** False where it was presented before; of two at the same moment one counts. */
async function remember(ctx: Ctx, client: ClientRow, jti: string, exp: number): Promise<boolean> {
  return write(ctx, async (tx, record) => {
    record.nothing("An assertion that was seen is remembered until it would have expired.");
    const { count } = await tx.clientAssertion.createMany({
      data: [
        {
          tenantNo: ctx.tenant.no,
          oauthClientId: client.id,
          jti: new Uint8Array(createHash("sha256").update(jti).digest()),
          expiresAt: new Date((exp + skewSeconds) * 1_000),
        },
      ],
      skipDuplicates: true,
    });
    return count > 0;
  });
}
