import "server-only";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Record as Recorder } from "@/lib/audit/write";
import { write } from "@/lib/audit/write";
import { type TenantTransaction, tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { seal, unseal } from "@/lib/kernel/keys";

/** A key that access tokens are signed with. */
export type SigningKey = { kid: string; privateKey: CryptoKey };

/** RFC 7518 §3.1. */
export const signingAlgorithm = "ES256";

// Unsealing and importing costs more than reading the row; a key never changes under its kid.
const imported = new LRUCache<string, SigningKey>({ max: 1_000 });

/**
 * The key that the tenant signs with now, made where there is none yet: of processes that begin together one makes it. The
 * row is read each time, so a rotation acts in every process at once.
 */
export async function currentKey(ctx: Ctx): Promise<SigningKey> {
  const db = tenantClient(ctx.tenant.no);
  let row = await db.signingKey.findFirst({ where: { retiredAt: null } });
  if (!row) {
    await write(ctx, async (tx, record) => {
      if (!(await insertKey(tx, record, ctx, null))) record.nothing("Another process has just made the key.");
    });
    row = await db.signingKey.findFirstOrThrow({ where: { retiredAt: null } });
  }
  return open(ctx.tenant.no, row.kid, row.sealed);
}

/**
 * Makes a key that signs from now on, inside the transaction of a verb, with its event. False where the tenant has a current
 * one (the partial unique index `signing_key_current` decides).
 */
export async function insertKey(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  replaced: string | null,
): Promise<boolean> {
  const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  const jwk = PublicJwk.parse(await exportJWK(publicKey));
  const kid = await calculateJwkThumbprint(jwk);
  const { count } = await tx.signingKey.createMany({
    data: [
      {
        tenantNo: ctx.tenant.no,
        kid,
        publicJwk: { ...jwk, kid, alg: signingAlgorithm, use: "sig" },
        sealed: seal("signing-key", JSON.stringify(await exportJWK(privateKey)), aboutKey(ctx.tenant.no, kid)),
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await record({
    type: "oauth.key.rotated",
    resource: { type: "signing_key", key: kid, name: kid },
    changes: { before: replaced === null ? null : { kid: replaced }, after: { kid } },
  });
  return true;
}

const PublicJwk = z.object({ kty: z.literal("EC"), crv: z.string(), x: z.string(), y: z.string() });

async function open(tenantNo: number, kid: string, sealed: Uint8Array): Promise<SigningKey> {
  const about = aboutKey(tenantNo, kid);
  const known = imported.get(about);
  if (known) return known;
  // safe because what was sealed for this row is the JWK that `insertKey` exported
  const jwk = JSON.parse(unseal("signing-key", sealed, about)) as JWK;
  const privateKey = await importJWK(jwk, signingAlgorithm);
  if (privateKey instanceof Uint8Array) throw new Error("A signing key is no private key.");
  const key = { kid, privateKey };
  imported.set(about, key);
  return key;
}

const aboutKey = (tenantNo: number, kid: string): string => `signing-key:${tenantNo}:${kid}`;
