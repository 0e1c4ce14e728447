import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import { type Buckets, toBuckets } from "@/lib/policy/buckets";
import { decide, type PolicySet, type Question } from "@/lib/policy/decide";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, type Reach } from "@/lib/registry/load-reach";
import { toPrincipalFacts, toToolQuestion } from "./facts";

function* questions(principal: Principal, reach: Reach, policies: PolicySet): Generator<Omit<Question, "arguments">> {
  const who = toPrincipalFacts(principal.agent, principal.human, principal.instance);
  for (const tool of reach.tools)
    yield {
      ...who,
      serverKey: reach.server.key,
      server: { enabled: reach.server.enabled },
      toolName: tool.name,
      tool: toToolQuestion(tool),
      trust: {
        ceiling: reach.ceiling,
        consent: reach.consent?.level ?? null,
        consentExpiresAtMs: reach.consent?.expiresAtMs ?? null,
        excluded: reach.consent?.excludedTools.includes(tool.name) ?? false,
      },
      policies,
      nowMs: nowMs(),
    };
}

/** Names of the tools that this principal may use on a server; never judged with empty arguments but with unknown ones. */
export function visibleTools(principal: Principal, reach: Reach, policies: PolicySet): string[] {
  const names: string[] = [];
  for (const question of questions(principal, reach, policies))
    if (decide({ ...question, arguments: { known: false } }).decision === "allow") names.push(question.toolName);
  return names;
}

/** The three buckets of an instance over every server that its human consented to. */
export async function bucketsOf(principal: Principal, policies: PolicySet): Promise<Buckets> {
  const reaches = await loadReach(principal.tenant.no, principal.instance.id, null);
  const all: Buckets = { allowed: [], denied: [], conditional: [] };
  for (const reach of reaches.filter((r) => r.consent !== null)) {
    const buckets = toBuckets(questions(principal, reach, policies));
    all.allowed.push(...buckets.allowed);
    all.denied.push(...buckets.denied);
    all.conditional.push(...buckets.conditional);
  }
  return all;
}
