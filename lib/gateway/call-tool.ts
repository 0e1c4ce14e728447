import "server-only";
import { callTypes, type Use } from "@/lib/audit/call-types";
import type { EventDraft } from "@/lib/audit/draft";
import type { EventKept } from "@/lib/audit/event";
import { beginIntent, endIntent, type Intent, type Receipt, recordNow } from "@/lib/audit/journal";
import type { Payload } from "@/lib/audit/payload";
import { keepResult } from "@/lib/audit/payload/keep-call";
import { absolute } from "@/lib/kernel/env";
import { toEventId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import { classify } from "@/lib/policy/buckets";
import type { Decision } from "@/lib/policy/decision";
import { reaches } from "@/lib/policy/level";
import type { Circumstances } from "@/lib/policy/question";
import { loadLimits } from "@/lib/registry/limits/load-limits";
import type { Principal } from "@/lib/registry/load-principal";
import { wasListed } from "@/lib/registry/load-reach";
import type { Asked } from "./asked";
import type { McpReply, McpRequest } from "./exchange";
import { refusalOf } from "./internal/circuit";
import { askable } from "./internal/facts";
import { type CallEnd, forwardCall } from "./internal/forward-call";
import { judge, recordDenied, toPayload } from "./judge";
import { limited, toLimited } from "./limited";
import { takePlace } from "./limits";
import type { RawMessage } from "./message";
import { notDone } from "./not-done";
import { type Era, errorAnswer } from "./protocol";
import { toReceiptMeta } from "./receipt";
import { jsonReply } from "./respond";
import { answerUnavailable, toUnavailable } from "./unavailable";

/** How long the answer waits for its outcome to be written when the database has gone away in the meantime. */
const recordWaitMs = 5_000;

/**
 * One call of a tool, or request for a prompt or a resource: decide, write it down, make it, write down how it ended, answer.
 * What the log holds if the process stops is said at each step.
 */
export async function callTool(
  request: McpRequest,
  principal: Principal,
  asked: Asked,
  era: Era,
  requestId: string,
): Promise<McpReply> {
  const judged = await judge(request, principal, asked, era, requestId);
  const { decision, draft, rules, keptUntilMs, kept, timing } = judged;

  if (decision.decision === "deny") {
    // The denial is written before anybody hears of it. Stop before: no trace, and no answer either.
    const receipt = await recordDenied(principal, judged);
    return denied(principal, asked, era, decision, receipt, judged.circumstances);
  }

  const { server } = principal;
  if (server === null) throw new Error("A call on no server was allowed.");

  const refusal = refusalOf(principal);
  if (refusal !== undefined) {
    // Like a denial: written before it is answered, and nothing leaves.
    const ended = { ...draft, ...toUnavailable(asked, refusal), durationMs: timing(null) };
    const receipt = await recordNow(principal.tenant.no, ended, toPayload(keptUntilMs, kept));
    return answerUnavailable(principal, asked, era, refusal, receipt);
  }
  // A call beyond a limit is written like a denial, too, and has used up nothing of any other limit.
  const limits = await loadLimits(principal.tenant.no, principal.tenant.limitsVersion);
  const place = await takePlace(limits, principal, request.signal);
  if ("refused" in place) {
    const ended = { ...draft, ...toLimited(asked, place.refused, draft), durationMs: timing(null) };
    const receipt = await recordNow(principal.tenant.no, ended, toPayload(keptUntilMs, kept));
    return limited(asked, era, place.refused, receipt);
  }

  // From here on the intent is durable: if we stop, recovery writes it as `outcome unknown`. If it cannot be written, the
  // error leads to a refusal and nothing leaves.
  const intent = await beginIntent(principal.tenant.no, {
    ...draft,
    type: callTypes[asked.use].done,
    outcome: "success",
  }).catch((error: unknown) => {
    place.leave();
    throw error;
  });

  const { use, message } = asked;
  const timeoutSeconds = limits.timeoutSecondsOf(server.id, principal.tool?.id ?? null);
  return forwardCall({ request, principal, server, use, message, era, timeoutSeconds }, (end) => {
    place.leave();
    const result = end.answer === undefined ? undefined : keepResult(end.answer.value, rules, keptUntilMs);
    // The upstream has answered. If we stop before this resolves, the log says `unknown` and the agent has no answer.
    return finish(
      intent,
      { ...draft, ...toOutcome(use, end, result?.summary), durationMs: timing(end.upstreamMs) },
      toPayload(keptUntilMs, kept, result?.part),
    );
  });
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

function toOutcome(
  use: Use,
  end: CallEnd,
  kept: EventKept | undefined,
): Pick<EventDraft, "type" | "outcome" | "error" | "result"> {
  const result = end.result ? { ...end.result, ...kept } : null;
  return end.error === undefined
    ? { type: callTypes[use].done, outcome: "success", error: null, result }
    : { type: callTypes[use].error, outcome: "error", error: end.error, result };
}

/** The answer to a denied call. A tool that this instance is not shown does not exist for it, whatever the reason. */
async function denied(
  principal: Principal,
  { use, item, message }: Asked,
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
  if (!shown) return unknown();

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
  const text = denialText(decision, retryable, placeOfConsent(principal, decision));
  return jsonReply(200, notDone({ use, message }, era, -31403, text, meta));

  function unknown(): McpReply {
    if (use === "tool") return jsonReply(200, errorAnswer(message.id, -32602, `Unknown tool: ${toolName}`));
    if (use === "prompt") return jsonReply(200, errorAnswer(message.id, -32602, `Unknown prompt: ${item}`));
    // 2026-07-28 has given up the number of its own that older revisions have for this (server/resources, "Error handling").
    return jsonReply(
      200,
      errorAnswer(message.id, era.name === "modern" ? -32602 : -32002, "Resource not found", { uri: item }),
    );
  }
}

const isAboutArguments = ({ reason }: Decision): boolean => reason.code.startsWith("ARGUMENTS_");

/** Where the human can allow it by themselves, up to their ceiling and without connecting the client anew; undefined where they cannot. */
function placeOfConsent({ tenant, instance, tool, ceiling }: Principal, { reason }: Decision): string | undefined {
  const isTheirs =
    reason.code === "NO_CONSENT" ||
    reason.code === "CONSENT_EXPIRED" ||
    reason.code === "TOOL_EXCLUDED" ||
    reason.code === "TRUST_TOO_LOW";
  if (!isTheirs || ceiling === null || tool === null || !reaches(ceiling, tool.level)) return undefined;
  return absolute(paths.myInstance(tenant.slug, instance.id));
}

function denialText(decision: Decision, retryable: boolean, place: string | undefined): string {
  const { reason, policy } = decision;
  if (isAboutArguments(decision)) return `Denied: ${reason.text} Change the arguments and try again.`;
  const why = `Denied: ${reason.text}. Decided by the policy "${policy.name}".`;
  const change =
    place === undefined
      ? "the human you act for, or an administrator of this environment, can change it."
      : `the human you act for can allow it at ${place}`;
  return retryable
    ? `${why} It depends on the arguments: the same call will be denied again, one with others may be allowed; ${change}`
    : `${why} Calling again will not help; ${change}`;
}
