import "server-only";
import { z } from "zod";
import { pool } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { keyHashOf } from "./note";
import { trustedKeys } from "./signer";

export const ListCheckpointsInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, "is no cursor of this list")
    .optional(),
});
export type ListCheckpointsInput = z.infer<typeof ListCheckpointsInput>;

/** A signed checkpoint: `note` is the C2SP note, the rest says the same for whoever reads no notes. `root` is hexadecimal. */
export type CheckpointView = { size: number; root: string; createdAt: string; note: string };

type Row = { size: string; root: Buffer; created_at: Date; note: string };

const toView = ({ size, root, created_at, note }: Row): CheckpointView => ({
  size: Number(size),
  root: root.toString("hex"),
  createdAt: created_at.toISOString(),
  note,
});

/** A page of the tenant's checkpoints, the newest first. */
export async function listCheckpoints(
  ctx: Ctx,
  { limit, cursor }: ListCheckpointsInput,
): Promise<{ items: CheckpointView[]; nextCursor: string | null }> {
  requireScope(ctx, "checkpoints:read");
  const rows = await withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<Row>(
      `SELECT size::text, root, created_at, note FROM audit.checkpoint c
       WHERE tenant_no = $1 AND size < coalesce($2::bigint, 9223372036854775807) ORDER BY c.size DESC LIMIT $3`,
      [ctx.tenant.no, cursor ?? null, limit + 1],
    );
    return rows;
  });
  const items = rows.slice(0, limit).map(toView);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? String(last.size) : null };
}

/** The newest checkpoint of the tenant. Not found before anything was sealed. */
export async function latestCheckpoint(ctx: Ctx): Promise<CheckpointView> {
  const { items } = await listCheckpoints(ctx, { limit: 1 });
  const [newest] = items;
  if (!newest) throw notFound("A checkpoint");
  return newest;
}

/** A public key that checkpoints of the tenant are or were signed with. `keyHash` is how notes name it; `verifier` is the form that tools for signed notes take. */
export type CheckpointKeyView = {
  keyId: string;
  algorithm: "Ed25519";
  publicKey: string;
  keyHash: string;
  verifier: string;
  current: boolean;
  createdAt: string;
};

/** The public keys of this installation, the newest first, as the tenant's log is named. */
export async function listCheckpointKeys(ctx: Ctx): Promise<{ origin: string | null; items: CheckpointKeyView[] }> {
  requireScope(ctx, "checkpoints:read");
  const origin = await withinTenant(ctx.tenant.no, async (sql) => {
    const { rows } = await sql.query<{ origin: string }>("SELECT origin FROM audit.tree WHERE tenant_no = $1", [
      ctx.tenant.no,
    ]);
    return rows[0]?.origin;
  });
  if (origin === undefined) return { origin: null, items: [] };
  const keys = await trustedKeys(pool());
  return {
    origin,
    items: keys.map(({ keyId, publicKey, createdAt, current }) => {
      const keyHash = keyHashOf(origin, publicKey);
      const encoded = Buffer.concat([Buffer.from([1]), publicKey]).toString("base64");
      return {
        ...{ keyId, algorithm: "Ed25519", publicKey: publicKey.toString("base64"), keyHash },
        ...{ verifier: `${origin}+${keyHash}+${encoded}`, current, createdAt: createdAt.toISOString() },
      };
    }),
  };
}
