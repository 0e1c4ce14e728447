import "server-only";
import { maskedPaths } from "@/lib/audit/masked-paths";
import type { RecordedCall } from "@/lib/audit/recorded-calls";
import { pool } from "@/lib/db/pool";
import type { PolicySet } from "@/lib/policy/policy-set";
import type { Question } from "@/lib/policy/question";
import type { Kept } from "@/lib/policy/replay";
import { readStoredFacts } from "@/lib/policy/stored-facts";

export type RecordedQuestion = {
  question: Question;
  kept: Kept;
  /** Whether policies were asked. Where a gate refused before, no policy could have made a difference. */
  reachedPolicies: boolean;
};

/**
 * A recorded call as it was asked then, made of what its event says: names, levels, facts, and the arguments as far as they
 * were kept. undefined where the event does not say enough (of a kind of old, or of a server that was not known).
 */
export function toRecordedQuestion(
  { event, payload }: RecordedCall,
  schemaOf: (definitionHash: string) => unknown,
  policies: PolicySet,
): RecordedQuestion | undefined {
  const { agent, human, instance, tool, server, reason } = event;
  if (!agent || !human || !instance || !tool || !server) return undefined;
  const code = reason?.code;
  const trust = event.chain.find((step) => step.stage === "trust");
  const facts = readStoredFacts(event.details["facts"]);
  const nowMs = Date.parse(event.occurredAt);
  const suspended = (who: string): boolean =>
    code === "PRINCIPAL_SUSPENDED" && reason?.text === `The ${who} is suspended`;
  const question: Question = {
    agent: { slug: agent.slug, tags: facts.agentTags ?? [], suspended: suspended("agent") },
    human: { key: human.key, email: human.email, groups: facts.humanGroups ?? [], suspended: suspended("human") },
    instance: { id: instance.id, suspended: suspended("agent instance") },
    serverKey: server,
    server: {
      enabled: code !== "RESOURCE_DISABLED",
      tags: facts.serverTags ?? [],
      enforceSchema: facts.enforceSchema !== false,
    },
    toolName: tool.name,
    tool:
      tool.level === null
        ? null
        : {
            level: tool.level,
            enabled: code !== "TOOL_DISABLED",
            quarantined: code === "TOOL_QUARANTINED",
            readOnly: facts.readOnly ?? null,
            inputSchema: tool.definitionHash === null ? undefined : schemaOf(tool.definitionHash),
          },
    trust: {
      ceiling: trust?.ceiling ?? null,
      consent: trust?.consent ?? null,
      consentExpiresAtMs: code === "CONSENT_EXPIRED" ? nowMs : null,
      excluded: code === "TOOL_EXCLUDED",
    },
    arguments: payload?.value,
    policies,
    ip: event.ip,
    nowMs,
  };
  const reachedPolicies = event.chain.some((step) => step.stage === "policies");
  return { question, kept: keptOf({ event, payload }), reachedPolicies };
}

/** Events of before told no other way that larger arguments were not kept. */
const keptBytesMax = 64 * 1024;

function keptOf({ event, payload }: RecordedCall): Kept {
  if (event.arguments === null) return { masked: [] };
  const { dropped = 0, truncated = 0, bytes } = event.arguments;
  // What was left out or cut off is not where it was, and nothing says where that is.
  if (payload === undefined || dropped > 0 || truncated > 0 || bytes > keptBytesMax) return "nothing";
  return { masked: event.arguments.redacted.length === 0 ? [] : maskedPaths(payload.value) };
}

/** Input schemas by the hash of the definition that they are part of, as far as the registry still has them. */
export async function loadSchemasByHash(tenantNo: number, hashes: readonly string[]): Promise<Map<string, unknown>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await pool("lookup").query<{ hash: string; schema: unknown }>({
    name: "load-schemas-by-hash",
    text: `SELECT DISTINCT ON (hash) hash, definition -> 'inputSchema' AS schema
      FROM tool_definition WHERE tenant_no = $1 AND hash = ANY($2::text[])`,
    values: [tenantNo, hashes],
  });
  return new Map(rows.map(({ hash, schema }) => [hash, schema ?? undefined]));
}
