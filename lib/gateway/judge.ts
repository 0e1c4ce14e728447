import "server-only";
import { callTypes, type Use } from "@/lib/audit/call-types";
import type { EventDraft } from "@/lib/audit/draft";
import { type Receipt, recordNow } from "@/lib/audit/journal";
import { daysMs, type Payload, type PayloadPart } from "@/lib/audit/payload";
import { type CallRules, keepArguments } from "@/lib/audit/payload/keep-call";
import { maskShapes, redactChain } from "@/lib/audit/redact";
import { decide } from "@/lib/policy/decide";
import { type Decision, denialType } from "@/lib/policy/decision";
import { explain } from "@/lib/policy/explain";
import type { Circumstances, Question } from "@/lib/policy/question";
import { toStoredFacts } from "@/lib/policy/stored-facts";
import type { Principal } from "@/lib/registry/load-principal";
import { loadRecording } from "@/lib/registry/payload-rules/load-recording";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import type { Asked } from "./asked";
import type { McpRequest } from "./exchange";
import { toBaseDraft, toCallCircumstances } from "./internal/facts";
import type { Era } from "./protocol";

/** What was decided about one call, and its event as far as that can be known before the call is made. */
export type Judged = {
  use: Use;
  decision: Decision;
  circumstances: Circumstances;
  /** Everything but how it ended. */
  draft: Omit<EventDraft, "type" | "outcome">;
  /** What is kept of the call, until when (epoch milliseconds), and of its arguments. */
  rules: CallRules;
  keptUntilMs: number;
  kept: PayloadPart | undefined;
  /** Durations up to now, in milliseconds; `upstreamMs` is null where nothing was sent. */
  timing: (upstreamMs: number | null) => NonNullable<EventDraft["durationMs"]>;
};

/** Decides one call. Nothing is written by it, and nothing leaves. */
export async function judge(
  request: McpRequest,
  principal: Principal,
  asked: Asked,
  era: Era,
  requestId: string,
): Promise<Judged> {
  const startedAt = performance.now();
  const { use, tool: toolName, arguments: args } = asked;

  // Policies are those of the version that was read with the token.
  const policies = await loadPolicySet(principal.tenant.no, principal.tenant.policySetVersion);
  const circumstances = await toCallCircumstances(request, principal, toolName, policies);
  const question: Question = { ...circumstances, arguments: args };
  const decision = decide(question);
  const policyMs = performance.now() - startedAt;

  const recording = await loadRecording(principal.tenant.no, principal.tenant.recordingVersion);
  const rules = recording.rulesFor(principal.server?.id, toolName);
  const base = toBaseDraft(request, principal, requestId, toolName, era);
  const keptUntilMs = base.occurredAtMs + daysMs(rules.keepDays);
  const kept = args === undefined ? undefined : keepArguments(args, rules, keptUntilMs);
  const draft: Judged["draft"] = Object.assign(base, toDecisionFields(question, decision, rules, asked), {
    refs: { ...base.refs, policy: { id: decision.policy.id, key: decision.policy.id } },
    arguments: kept?.summary ?? null,
  });
  const timing = (upstreamMs: number | null) => ({
    policy: round(policyMs),
    upstream: upstreamMs === null ? null : round(upstreamMs),
    total: round(performance.now() - startedAt),
  });
  return { use, decision, circumstances, draft, rules, keptUntilMs, kept: kept?.part, timing };
}

/** Writes down that a call was denied. Resolves when that is durable: nobody hears of it before. */
export async function recordDenied({ tenant }: Principal, judged: Judged): Promise<Receipt> {
  const { use, decision, draft, keptUntilMs, kept, timing } = judged;
  return recordNow(
    tenant.no,
    {
      ...draft,
      type: callTypes[use].error,
      outcome: "denied",
      error: { type: denialType[decision.reason.code], message: decision.reason.text },
      durationMs: timing(null),
    },
    toPayload(keptUntilMs, kept),
  );
}

/** What is stored beside the event; undefined where nothing is. */
export function toPayload(expiresAtMs: number, ...kept: (PayloadPart | undefined)[]): Payload | undefined {
  const parts = kept.filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : { parts, expiresAtMs };
}

/**
 * The decision as an event keeps it: of a denial the whole chain, of an allowed call the short one. With the facts beside it
 * the whole chain of an allowed call follows again.
 */
function toDecisionFields(
  question: Question,
  decision: Decision,
  rules: CallRules,
  { item, message }: Asked,
): Pick<EventDraft, "decision" | "reason" | "policy" | "chain"> & { details: Record<string, unknown> } {
  return {
    decision: decision.decision,
    reason: decision.reason,
    policy: decision.policy,
    chain: redactChain(decision.decision === "deny" ? explain(question).chain : decision.chain, rules.arguments),
    details: {
      facts: toStoredFacts(question),
      // Cut when it is masked: half a secret has no shape.
      ...(item !== null && { item: maskShapes(item.slice(0, 4_000)).slice(0, 500), method: message.method }),
      policySetVersion: decision.policySetVersion,
    },
  };
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;
