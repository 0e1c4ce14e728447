import "server-only";
import type { EventDraft } from "@/lib/audit/draft";
import { beginIntent, endIntent, type Intent, type Receipt, recordNow } from "@/lib/audit/journal";
import { newPayload, type Payload, payloadCommitment } from "@/lib/audit/payload";
import { maskName, redact, redactChain } from "@/lib/audit/redact";
import { toEventId } from "@/lib/kernel/ids";
import { classify } from "@/lib/policy/buckets";
import { decide } from "@/lib/policy/decide";
import { type Decision, denialType } from "@/lib/policy/decision";
import { explain } from "@/lib/policy/explain";
import type { Circumstances, Question } from "@/lib/policy/question";
import { toStoredFacts } from "@/lib/policy/stored-facts";
import type { Principal } from "@/lib/registry/load-principal";
import { wasListed } from "@/lib/registry/load-reach";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import type { McpReply, McpRequest } from "./exchange";
import { askable, toBaseDraft, toCallCircumstances } from "./internal/facts";
import { type CallEnd, forwardCall } from "./internal/forward-call";
import { type CallRequest, isObject, type RawMessage } from "./message";
import { type Era, errorAnswer, toolErrorAnswer } from "./protocol";
import { toReceiptMeta } from "./receipt";
import { jsonReply } from "./respond";

/** Largest arguments that are kept beside the log; of larger ones it keeps their size and keys. */
const payloadBytesMax = 64 * 1024;

/** How long the answer waits for its outcome to be written when the database has gone away in the meantime. */
const recordWaitMs = 5_000;

/**
 * One `tools/call`: decide, write it down, make it, write down how it ended, answer.
 * What the log holds if the process stops is said at each step.
 */
export async function callTool(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
): Promise<McpReply> {
  const startedAt = performance.now();
  const name = message.params?.["name"];
  const toolName = typeof name === "string" ? name : "";
  const args = message.params?.["arguments"];

  // Nothing is written yet; nothing has left. Policies are those of the version that was read with the token.
  const policies = await loadPolicySet(principal.tenant.no, principal.tenant.policySetVersion);
  const circumstances = await toCallCircumstances(request, principal, toolName, policies);
  const question: Question = { ...circumstances, arguments: args };
  const decision = decide(question);
  const policyMs = performance.now() - startedAt;

  const payload = toPayload(args);
  const base = toBaseDraft(request, principal, requestId, toolName, era);
  const draft: Omit<EventDraft, "type" | "outcome"> = {
    ...base,
    ...toDecisionFields(question, decision),
    refs: { ...base.refs, policy: { id: decision.policy.id, key: decision.policy.id } },
    arguments: payload?.summary ?? null,
  };
  const timing = (upstreamMs: number | null) => ({
    policy: round(policyMs),
    upstream: upstreamMs === null ? null : round(upstreamMs),
    total: round(performance.now() - startedAt),
  });

  if (decision.decision === "deny") {
    // The denial is written before anybody hears of it. Stop before: no trace, and no answer either.
    const receipt = await recordNow(
      principal.tenant.no,
      { ...draft, ...toDenied(decision), durationMs: timing(null) },
      payload?.stored,
    );
    return denied(principal, message, era, decision, receipt, circumstances);
  }

  const { server } = principal;
  if (server === null) throw new Error("A call on no server was allowed.");

  // From here on the intent is durable: if we stop, recovery writes it as `outcome unknown`. If it cannot be written, the
  // error leads to a refusal and nothing leaves.
  const intent = await beginIntent(principal.tenant.no, {
    ...draft,
    type: "gateway.tool.executed",
    outcome: "success",
  });

  return forwardCall({ request, principal, server, message, era }, (end) =>
    // The upstream has answered. If we stop before this resolves, the log says `unknown` and the agent has no answer.
    finish(intent, { ...draft, ...toOutcome(end), durationMs: timing(end.upstreamMs) }, payload?.stored),
  );
}

/** Writes the terminal event. `undefined`: it could not be written in time, or recovery was faster. */
async function finish(intent: Intent, draft: EventDraft, payload: Payload | undefined): Promise<Receipt | undefined> {
  const written = endIntent(intent, draft, payload);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), recordWaitMs);
  });
  try {
    return await Promise.race([written, late]);
  } finally {
    clearTimeout(timer);
    written.catch(() => {});
  }
}

function toPayload(
  args: unknown,
): { stored: Payload; summary: NonNullable<EventDraft["arguments"]> & { commitment: string } } | undefined {
  if (args === undefined) return undefined;
  const { value, paths } = redact(args);
  const bytes = Buffer.byteLength(JSON.stringify(args));
  const stored = newPayload(bytes <= payloadBytesMax ? value : { truncated: `${bytes} bytes are more than is kept` });
  return {
    stored,
    summary: {
      bytes,
      keys: isObject(args) ? Object.keys(args).slice(0, 50).map(maskName) : [],
      redacted: paths.slice(0, 50),
      commitment: payloadCommitment(stored),
    },
  };
}

/**
 * The decision as an event keeps it: of a denial the whole chain, of an allowed call the short one. With the facts beside it
 * the whole chain of an allowed call follows again.
 */
function toDecisionFields(
  question: Question,
  decision: Decision,
): Pick<EventDraft, "decision" | "reason" | "policy" | "chain"> & { details: Record<string, unknown> } {
  return {
    decision: decision.decision,
    reason: decision.reason,
    policy: decision.policy,
    chain: redactChain(decision.decision === "deny" ? explain(question).chain : decision.chain),
    details: { policySetVersion: decision.policySetVersion, facts: toStoredFacts(question) },
  };
}

const toDenied = (decision: Decision): Pick<EventDraft, "type" | "outcome" | "error"> => ({
  type: "gateway.tool.error",
  outcome: "denied",
  error: { type: denialType[decision.reason.code], message: decision.reason.text },
});

function toOutcome(end: CallEnd): Pick<EventDraft, "type" | "outcome" | "error" | "result"> {
  const result = end.result ?? null;
  return end.error === undefined
    ? { type: "gateway.tool.executed", outcome: "success", error: null, result }
    : { type: "gateway.tool.error", outcome: "error", error: end.error, result };
}

/** The answer to a denied call. A tool that this instance is not shown does not exist for it, whatever the reason. */
async function denied(
  principal: Principal,
  message: CallRequest,
  era: Era,
  decision: Decision,
  receipt: Receipt,
  circumstances: Circumstances,
): Promise<McpReply> {
  const { server } = principal;
  const { toolName } = circumstances;
  // Arguments are judged before policies: what is denied for them may still be a tool that a policy hides.
  const { bucket } = classify(circumstances);
  const shown =
    server !== null &&
    (bucket !== "denied" ||
      (await wasListed(principal.tenant.no, principal.instance.id, server.id, askable(toolName))));
  if (!shown) return jsonReply(200, errorAnswer(message.id, -32602, `Unknown tool: ${toolName}`));

  // With other arguments the same call may be allowed: those it has are wrong, or a policy looks at them.
  const retryable = isAboutArguments(decision) || bucket === "conditional";
  const meta: RawMessage = {
    "countersign/denial": {
      eventId: toEventId(receipt.eventId),
      code: decision.reason.code,
      policy: { id: decision.policy.id, name: decision.policy.name },
      retryable,
    },
    ...toReceiptMeta(receipt),
  };
  return jsonReply(200, toolErrorAnswer(message.id, era, denialText(decision, retryable), meta));
}

const isAboutArguments = ({ reason }: Decision): boolean => reason.code.startsWith("ARGUMENTS_");

function denialText(decision: Decision, retryable: boolean): string {
  const { reason, policy } = decision;
  if (isAboutArguments(decision)) return `Denied: ${reason.text} Change the arguments and try again.`;
  const why = `Denied: ${reason.text}. Decided by the policy "${policy.name}".`;
  const change = "the human you act for, or an administrator of this environment, can change it.";
  return retryable
    ? `${why} It depends on the arguments: the same call will be denied again, one with others may be allowed; ${change}`
    : `${why} Calling again will not help; ${change}`;
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;
