import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";

export type KeyHolder = {
  tenantNo: number;
  keyId: string;
  name: string;
  scopes: string[];
  tenant: Ctx["tenant"];
};

/** Whose API key this is; undefined for any other text and for a revoked key. Looks through every tenant: a key names its own. */
export async function authenticateKey(secret: string): Promise<KeyHolder | undefined> {
  if (!secret.startsWith("csk_") || secret.length > 100) return undefined;
  const row = await database().apiKey.findUnique({
    where: { hash: new Uint8Array(hashSecret(secret)) },
    include: { tenant: true },
  });
  if (!row || row.revokedAt !== null) return undefined;
  const { no, slug, organizationId } = row.tenant;
  return { tenantNo: no, keyId: row.id, name: row.name, scopes: row.scopes, tenant: { no, slug, organizationId } };
}
