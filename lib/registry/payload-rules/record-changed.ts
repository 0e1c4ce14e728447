import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import type { FoundPlace } from "./find-place";
import type { RuleFields } from "./payload-rule-input";

/**
 * Raises the version that every call reads, inside the transaction of the change, and leaves its event.
 * INVARIANT: every change of a rule passes here, so rules that were loaded for a version are true for ever (`loadRecording`).
 */
export async function recordChanged(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  { server, tool }: FoundPlace,
  changes: { before: RuleFields | null; after: RuleFields | null },
): Promise<void> {
  await tx.tenant.update({ where: { no: ctx.tenant.no }, data: { recordingVersion: { increment: 1 } } });
  await record({
    type: "audit.payload_policy_changed",
    resource: server
      ? { type: "server", key: server.key, name: server.name }
      : { type: "tenant", key: ctx.tenant.slug, name: ctx.tenant.slug },
    server: server?.key ?? null,
    refs: server ? { resource: { id: server.id, key: server.key } } : {},
    changes,
    details: tool === undefined ? {} : { tool },
  });
}
