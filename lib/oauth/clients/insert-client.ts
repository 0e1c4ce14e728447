import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Prisma } from "@/lib/db/client";
import type { OAuthClient } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { ensureAgent } from "@/lib/registry/agents/ensure-agent";
import type { ClientMetadata } from "./client-metadata";
import { aboutClient, type ClientRow, recordedClient, toClientRow } from "./client-row";

/** How long a client that nobody made by hand may wait for its first use. */
export const unusedDays = 14;
export const unusedUntil = (): Date => new Date(nowMs() + unusedDays * 86_400_000);

export type NewClient = Pick<OAuthClient, "kind" | "clientId"> & {
  metadata: ClientMetadata;
  /** Slug; the agent is made where the tenant meets it for the first time. */
  agent: string;
} & Partial<Pick<OAuthClient, "secretHash" | "humanId" | "fingerprint" | "freshUntil" | "etag" | "expiresAt">>;

/**
 * Puts a client into the tenant with its event, inside the transaction of a verb. Undefined where one of the same client_id
 * or fingerprint is there already: of several at the same moment one is made.
 */
export async function insertClient(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  { agent: slug, metadata, ...client }: NewClient,
): Promise<ClientRow | undefined> {
  const agent = await ensureAgent(tx, record, ctx, slug);
  const id = newId("client");
  const { count } = await tx.oAuthClient.createMany({
    data: [{ tenantNo: ctx.tenant.no, id, agentId: agent.id, metadata: toJson(metadata), ...client }],
    skipDuplicates: true,
  });
  if (count === 0) return undefined;
  const row = toClientRow(await tx.oAuthClient.findFirstOrThrow({ where: { id }, include: { agent: true } }));
  await record({
    type: "oauth.client.registered",
    ...aboutClient(row),
    changes: { before: null, after: recordedClient(row) },
  });
  return row;
}

/** Metadata as the column holds it. */
export const toJson = (metadata: ClientMetadata): Prisma.InputJsonObject =>
  // safe because what was read by a schema of strings, lists and JSON objects is JSON
  metadata as Prisma.InputJsonObject;
