import "server-only";
import { callTypes } from "@/lib/audit/call-types";
import { beginIntent, type Intent, type Receipt, recordNow } from "@/lib/audit/journal";
import { keepResult } from "@/lib/audit/payload/keep-call";
import { toEventId } from "@/lib/kernel/ids";
import { classify } from "@/lib/policy/buckets";
import type { Decision } from "@/lib/policy/decision";
import type { Circumstances } from "@/lib/policy/question";
import { loadLimits } from "@/lib/registry/limits/load-limits";
import type { Principal } from "@/lib/registry/load-principal";
import { wasListed } from "@/lib/registry/load-reach";
import { rememberTask } from "@/lib/registry/tasks/remember-task";
import type { Asked } from "./asked";
import { denialAnswer, isAboutArguments } from "./denial";
import type { McpReply, McpRequest } from "./exchange";
import { refusalOf } from "./internal/circuit";
import { askable } from "./internal/facts";
import { finish, toOutcome } from "./internal/finish";
import { forwardCall } from "./internal/forward-call";
import { paramMismatch } from "./internal/param-headers";
import { judge, recordDenied, toPayload } from "./judge";
import { limited, toLimited } from "./limited";
import { takePlace } from "./limits";
import { type Era, errorAnswer } from "./protocol";
import { recordRequestRefused } from "./refused";
import { jsonReply } from "./respond";
import { ownerOf } from "./tasks/own-tasks";
import type { StartedTask } from "./tasks/words";
import { answerUnavailable, toUnavailable } from "./unavailable";

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

  // Only who may use a tool hears what it wants in headers.
  const mismatch = await paramMismatch(request, principal, asked, era);
  if (mismatch !== undefined) {
    const reason = { code: "HEADER_MISMATCH", text: `Header mismatch: ${mismatch}.` } as const;
    await recordRequestRefused(request, principal, requestId, reason, asked.message);
    return jsonReply(400, errorAnswer(asked.message.id, -32020, reason.text));
  }

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
  return forwardCall({ request, principal, server, use, message, era, timeoutSeconds }, async (end) => {
    place.leave();
    // A task is known here before its client knows it. One that is not cannot be asked for, so its client is not told of it.
    const task = end.task && (await remember(principal, asked, intent, end.task).catch(() => undefined));
    // What starts a task is no result, and names the task by what is as good as a key to it.
    const result = end.answer && !end.task ? keepResult(end.answer.value, rules, keptUntilMs) : undefined;
    // The upstream has answered. If we stop before this resolves, the log says `unknown` and the agent has no answer.
    const receipt = await finish(
      intent,
      { ...draft, ...toOutcome(use, end, { ...result?.summary, ...task }), durationMs: timing(end.upstreamMs) },
      toPayload(keptUntilMs, kept, result?.part),
    );
    return end.task && !task ? undefined : receipt;
  });
}

/** Remembers the task that a call has started; gives what the call's event says of it. */
async function remember(
  principal: Principal,
  { tool, arguments: args }: Asked,
  intent: Intent,
  started: StartedTask,
): Promise<{ task: string }> {
  const owner = ownerOf(principal);
  if (owner === undefined) throw new Error("A task of no server was started.");
  return { task: await rememberTask(owner, { ...started, tool, call: toEventId(intent.uuid), arguments: args }) };
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
  return jsonReply(200, denialAnswer(principal, { use, message }, era, decision, receipt, retryable));

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
