import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Agent, Human, Instance } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import type { ConsentTerms } from "../consents/consent-terms";
import { grantConsent } from "../consents/grant-consent";
import { aboutInstance } from "./instance-view";

export interface NewInstance {
  agentId: string;
  humanId: string;
  /** The client that gets its tokens; null for a static token. */
  oauthClientId: string | null;
  label: string;
  consents: readonly (ConsentTerms & { server: string })[];
  details?: Record<string, unknown>;
}

/**
 * The row of a new instance with its consents, inside the transaction of a verb, and an event of each. Throws what `grantConsent`
 * throws, by the place in `consents`.
 */
export async function insertInstance(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  { consents, details, ...data }: NewInstance,
): Promise<Instance & { agent: Agent; human: Human }> {
  const row = await tx.instance.create({
    data: { tenantNo: ctx.tenant.no, id: newId("instance"), ...data },
    include: { agent: true, human: true },
  });
  const { label, agent, human, status } = row;
  const token = row.oauthClientId === null ? "static" : "oauth";
  await record({
    type: "instance.created",
    ...aboutInstance(row),
    changes: { before: null, after: { label, agent: agent.slug, human: human.key, status, token } },
    ...(details && { details }),
  });
  for (const [index, { server, ...terms }] of consents.entries())
    await grantConsent(tx, record, ctx, { instance: row, server, terms, path: `consents.${index}` });
  return row;
}
