import "server-only";
import { callTypes } from "@/lib/audit/call-types";
import { beginIntent, type Receipt, recordNow } from "@/lib/audit/journal";
import { keepResult } from "@/lib/audit/payload/keep-call";
import { loadLimits } from "@/lib/registry/limits/load-limits";
import type { Principal } from "@/lib/registry/load-principal";
import type { Task } from "@/lib/registry/tasks/find-tasks";
import { keepTask, rememberEnd } from "@/lib/registry/tasks/remember-task";
import { authenticate } from "../authenticate";
import { denialAnswer } from "../denial";
import type { McpReply, McpRequest } from "../exchange";
import type { CallEnd } from "../internal/call-end";
import { finish, toOutcome } from "../internal/finish";
import { forwardCall, type Written } from "../internal/forward-call";
import { type Judged, judge, recordDenied, toPayload } from "../judge";
import { type CallRequest, isObject } from "../message";
import { type Era, errorAnswer } from "../protocol";
import { recordRequestRefused } from "../refused";
import { jsonReply } from "../respond";
import { refuseUnavailable } from "../unavailable";
import { findOwnTask } from "./own-tasks";
import { taskEndOf } from "./task-end";
import { knowsTasks, type TaskMethod, taskIdOf, tasksExtension, taskUseOf, ttlOf } from "./words";

/** One request about a task, with what is known of it, and the principal as it stands to the task's tool now. */
type About = {
  request: McpRequest;
  principal: Principal;
  task: Task;
  message: CallRequest & { method: TaskMethod };
  era: Era;
  requestId: string;
};

/**
 * `tasks/get`, `tasks/result`, `tasks/update` and `tasks/cancel`: of one's own tasks only, and decided like the call that the task came
 * of, by today's policies, trust and consents and with the arguments of then. Asking how a task stands leaves an event where it is
 * refused, or where the answer is an end that is not on record yet: written before it is handed over. What is given to a task, and
 * calling it off, has an effect, so its intent is durable before it leaves.
 */
export async function serveTask(
  request: McpRequest,
  principal: Principal,
  message: CallRequest & { method: TaskMethod },
  era: Era,
  requestId: string,
): Promise<McpReply> {
  if (!knowsTasks(era)) {
    const data = { requiredCapabilities: { extensions: { [tasksExtension]: {} } } };
    return jsonReply(400, errorAnswer(message.id, -32021, "Missing required client capability", data));
  }
  const task = await findOwnTask(principal, taskIdOf(message));
  const found = task && (await authenticate(request, task.tool));
  if (task === undefined || found === undefined || !("principal" in found)) {
    // The same for an id that nobody has, for somebody else's, and for one that is forgotten.
    const reason = {
      code: "TASK_NOT_FOUND",
      text: "There is no task of this id that this agent instance has started.",
    } as const;
    await recordRequestRefused(request, principal, requestId, reason, message);
    return jsonReply(200, errorAnswer(message.id, -32602, "Task not found"));
  }
  const about: About = { request, principal: found.principal, task, message, era, requestId };
  const judged = await judgeTask(about);
  if (judged.decision.decision === "deny")
    return jsonReply(200, denied(about, judged, await recordDenied(about.principal, judged)));

  const refused = refuseUnavailable(about.principal, message);
  if (refused !== undefined) return refused;
  return judged.use === "task" ? ask(about, judged) : tell(about, judged);
}

/** Decides about a task as about its call. The call's event has the arguments, so this one only names it. */
async function judgeTask({ request, principal, task, message, era, requestId }: About): Promise<Judged> {
  const { tool } = task;
  const asked = { use: taskUseOf[message.method], tool, known: tool, arguments: task.arguments, item: null, message };
  const judged = await judge(request, principal, asked, era, requestId);
  const details = { ...judged.draft.details, task: task.id, call: task.call, method: message.method };
  return { ...judged, kept: undefined, draft: { ...judged.draft, arguments: null, details } };
}

const denied = ({ principal, message, era }: About, { use, decision }: Judged, receipt: Receipt) =>
  denialAnswer(principal, { use, message }, era, decision, receipt, false);

/** Asks how the task stands, or for its result. */
async function ask(about: About, judged: Judged): Promise<McpReply> {
  const { request, principal, message, era } = about;
  // Whoever asks for a result waits until there is one (2025-11-25, "Result Retrieval"), so silence is no failure then.
  const timeoutSeconds = message.method === "tasks/result" ? Number.POSITIVE_INFINITY : await timeoutOf(principal);
  return forwardCall({ ...toServer(about), request, principal, use: judged.use, message, era, timeoutSeconds }, (end) =>
    // An end that cannot be written down is not handed over, and can be asked for again.
    handOver(about, judged, end).catch(() => undefined),
  );
}

/** What an answer leaves in the log before it is handed over. */
async function handOver(about: About, judged: Judged, end: CallEnd): Promise<Written> {
  const { task, message, era } = about;
  const told = taskEndOf(message.method, era, end, { progress: end.result?.progress ?? 0 });
  if (end.failure?.type === "upstream_forbidden") return write(about, judged, end);
  if (isObject(end.answer?.value) && message.method === "tasks/get")
    await keepTask(about.principal.tenant.no, task, ttlOf(end.answer.value));
  if (told === undefined) return "untold";
  if (message.method === "tasks/result") {
    // The answer may have taken long. What has been taken away in the meantime is not handed over.
    const now = await judgeAgain(about);
    if (now === undefined) return { instead: errorAnswer(message.id, -32602, "Task not found") };
    if (now.decision.decision === "deny")
      return { instead: denied(about, now, await recordDenied(about.principal, now)) };
  }
  if (told.key === task.ended) return "untold";
  const receipt = await write(about, judged, { ...told, upstreamMs: end.upstreamMs });
  // The end is on record. If that cannot be remembered, asking again leaves a second event, and nothing else.
  await rememberEnd(about.principal.tenant.no, task.id, told.key).catch(() => {});
  return receipt;
}

async function judgeAgain(about: About): Promise<Judged | undefined> {
  const found = await authenticate(about.request, about.task.tool);
  return "principal" in found ? judgeTask({ ...about, principal: found.principal }) : undefined;
}

async function write({ principal }: About, judged: Judged, end: CallEnd): Promise<Receipt> {
  const { use, draft, rules, keptUntilMs, timing } = judged;
  const result = end.answer === undefined ? undefined : keepResult(end.answer.value, rules, keptUntilMs);
  const event = { ...draft, ...toOutcome(use, end, { ...result?.summary }), durationMs: timing(end.upstreamMs) };
  return recordNow(principal.tenant.no, event, toPayload(keptUntilMs, result?.part));
}

/** Gives the task what it asked for, or calls it off. */
async function tell(about: About, judged: Judged): Promise<McpReply> {
  const { request, principal, task, message, era } = about;
  const { use, draft, timing } = judged;
  const timeoutSeconds = await timeoutOf(principal);
  const intent = await beginIntent(principal.tenant.no, { ...draft, type: callTypes[use].done, outcome: "success" });
  return forwardCall({ ...toServer(about), request, principal, use, message, era, timeoutSeconds }, async (end) => {
    const ended = { ...draft, ...toOutcome(use, end, {}), durationMs: timing(end.upstreamMs) };
    const receipt = await finish(intent, ended, undefined);
    // Where the answer says that it is over, this was the event of its end; a second one is the worst if that is not remembered.
    const told = taskEndOf(message.method, era, end, { progress: 0 });
    if (told) await rememberEnd(principal.tenant.no, task.id, told.key).catch(() => {});
    return receipt;
  });
}

function toServer({ principal: { server } }: About) {
  if (server === null) throw new Error("A task of no server was allowed.");
  return { server };
}

async function timeoutOf({ tenant, server, tool }: Principal): Promise<number | null> {
  const limits = await loadLimits(tenant.no, tenant.limitsVersion);
  return limits.timeoutSecondsOf(server?.id ?? "", tool?.id ?? null);
}
