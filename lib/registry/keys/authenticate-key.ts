import "server-only";
import { pool } from "@/lib/db/pool";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";

export type KeyHolder = {
  tenantNo: number;
  keyId: string;
  name: string;
  scopes: string[];
  tenant: Ctx["tenant"];
};

type Row = { id: string; name: string; scopes: string[]; no: number; slug: string; organization_id: string };

/** Whose API key this is; undefined for any other text and for a revoked key. Looks through every tenant: a key names its own. */
export async function authenticateKey(secret: string): Promise<KeyHolder | undefined> {
  if (!secret.startsWith("csk_") || secret.length > 100) return undefined;
  // Every request of the API asks this: one look-up, planned once.
  const { rows } = await pool("lookup").query<Row>({
    name: "authenticate-key",
    text: `SELECT k.id, k.name, k.scopes, t.no, t.slug, t.organization_id FROM api_key k JOIN tenant t ON t.no = k.tenant_no
      WHERE k.hash = $1 AND k.revoked_at IS NULL`,
    values: [Buffer.from(hashSecret(secret))],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { id: keyId, name, scopes, no, slug, organization_id: organizationId } = row;
  return { tenantNo: no, keyId, name, scopes, tenant: { no, slug, organizationId } };
}
