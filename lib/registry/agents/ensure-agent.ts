import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Agent } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { about } from "../internal/about";
import { AgentSlug } from "./agent-slug";
import { toAgentName } from "./known-agents";

/**
 * The agent of a slug, made with its event when the tenant meets it for the first time; two at the same moment make one.
 * Throws `invalid` when it is no slug.
 */
export async function ensureAgent(tx: TenantTransaction, record: Recorder, ctx: Ctx, slug: string): Promise<Agent> {
  const known = await tx.agent.findFirst({ where: { slug } });
  if (known) return known;
  const checked = AgentSlug.safeParse(slug);
  if (!checked.success) {
    const message = checked.error.issues[0]?.message ?? "This is no slug.";
    throw invalid(message, [{ path: "agent", message }]);
  }

  const { count } = await tx.agent.createMany({
    data: [{ tenantNo: ctx.tenant.no, id: newId("agent"), slug, name: toAgentName(slug), tags: [] }],
    skipDuplicates: true,
  });
  const agent = await tx.agent.findFirstOrThrow({ where: { slug } });
  if (count > 0)
    await record({
      type: "agent.created",
      ...about({ agent }),
      resource: { type: "agent", key: `agent|${slug}`, name: agent.name },
      changes: { before: null, after: { slug, name: agent.name, status: agent.status } },
    });
  return agent;
}
