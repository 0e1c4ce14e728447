import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { requireScope } from "@/lib/kernel/scope";
import { AgentSlug } from "../agents/agent-slug";
import { ensureAgent } from "../agents/ensure-agent";
import { ConsentTerms } from "../consents/consent-terms";
import { getHumanRow } from "../humans/find-human-row";
import { getInstanceRow } from "./get-instance-row";
import { insertInstance } from "./insert-instance";
import { type InstanceView, toInstanceView } from "./instance-view";

export const InstanceLabel = z.string().trim().min(1).max(120);

export const CreateInstanceInput = z.strictObject({
  /** Key, id or e-mail. */
  human: z.string().min(1).max(300),
  agent: AgentSlug,
  /** The agent's name where none is given. */
  label: InstanceLabel.optional(),
  consents: z.array(z.strictObject({ server: z.string().min(1).max(100), ...ConsentTerms.shape })).max(200),
});
export type CreateInstanceInput = z.infer<typeof CreateInstanceInput>;

/**
 * Connects one client of a human with a token of its own. The token is returned this once and stored as a hash.
 * Throws `forbidden` for a consent above the human's ceiling, `not_found` for a human or a server of nobody here, `invalid` for
 * a server named twice, an excluded tool that does not exist, or an expiry in the past.
 */
export async function createInstance(
  ctx: Ctx,
  input: CreateInstanceInput,
): Promise<{ instance: InstanceView; token: string }> {
  requireScope(ctx, "instances:write");
  refuseTwice(input.consents.map((consent) => consent.server));
  const token = newSecret("cst");
  const instance = await write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, input.human);
    const agent = await ensureAgent(tx, record, ctx, input.agent);
    const row = await insertInstance(tx, record, ctx, {
      agentId: agent.id,
      humanId: human.id,
      oauthClientId: null,
      label: input.label ?? agent.name,
      consents: input.consents,
    });
    await tx.accessToken.create({
      data: { tenantNo: ctx.tenant.no, hash: new Uint8Array(hashSecret(token)), instanceId: row.id, kind: "static" },
    });
    return getInstanceRow(tx, row.id);
  });
  return { instance: toInstanceView(instance), token };
}

function refuseTwice(servers: readonly string[]): void {
  const issues = servers.flatMap((server, index) =>
    servers.indexOf(server) < index
      ? [{ path: `consents.${index}.server`, message: `"${server}" is named twice.` }]
      : [],
  );
  const [first] = issues;
  if (first) throw invalid(first.message, issues);
}
