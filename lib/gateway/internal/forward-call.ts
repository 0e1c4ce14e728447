import "server-only";
import type { Use } from "@/lib/audit/call-types";
import type { Receipt } from "@/lib/audit/journal";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpReply, McpRequest } from "../exchange";
import { type CallRequest, isObject, isOthersProgress, type RawMessage } from "../message";
import { notDone } from "../not-done";
import { type Era, statusOf } from "../protocol";
import { toReceiptMeta } from "../receipt";
import { eventStreamHeaders, jsonReply } from "../respond";
import { hasTasks, isOwnTask, isTaskStatus } from "../tasks/own-tasks";
import { asksForTask, startedBy, withOurTtl, withoutTasks } from "../tasks/words";
import { askedBy, requirePermitted } from "./asks-back";
import { type Spoken, speak } from "./bridge";
import { type CallEnd, clean, errorText, type Heard, toEnd } from "./call-end";
import { noteOutcome } from "./circuit";
import { Deadline } from "./deadline";
import { discard } from "./discard";
import { isOwnSession, openOwnSession } from "./own-session";
import { withParamHeaders } from "./param-headers";
import { readAcrossEnds } from "./read-across-ends";
import { answers, isEventStream, readJsonRpc, readText, type StreamedEvent, toSse } from "./read-answer";
import { refuserOf } from "./refuse-back";
import { sendUpstream, statusFailure, toFailure } from "./upstream";
import { UpstreamFailure, type UpstreamResponse } from "./upstream-failure";
import { sessionOf } from "./upstream-session";

export type Call = {
  request: McpRequest;
  principal: Principal;
  server: ServerFacts;
  use: Use;
  message: CallRequest;
  era: Era;
  /** How long the upstream may give no sign of life; null: as the installation says; Infinity: as long as it likes. */
  timeoutSeconds: number | null;
};

/**
 * What is written of an end: the receipt of its event. `undefined`: it is not known to be written. `untold`: there was nothing to write.
 * `instead`: another answer goes in the place of this one.
 */
export type Written = Receipt | undefined | "untold" | { instead: RawMessage };

/** Writes the terminal event of the call. */
type Finish = (end: CallEnd) => Promise<Written>;

/**
 * Makes the call and answers in the shape the upstream chose. `written` is called exactly once, before the result is sent.
 */
export async function forwardCall(call: Call, written: Finish): Promise<McpReply> {
  const startedAt = performance.now();
  const deadline = new Deadline(call);
  let session = sessionOf(call.request, call.principal);
  const { request, server } = call;
  const isOwn = request.aggregated === true || isOwnSession(session);
  const mayTask =
    call.use === "tool" && asksForTask(call.message, call.era) && hasTasks(request, call.principal, call.era);
  const said = call.use === "tool" && !mayTask ? withoutTasks(call.message) : call.message;
  const spoken = speak(request, server, said, call.era, isOwn);
  let closeOwn = () => {};
  const finish: Finish = async (end) => {
    closeOwn();
    noteOutcome(call.principal, end.failure);
    return written(end);
  };
  const failed = async (cause: unknown): Promise<RawMessage> => {
    deadline.clear();
    const failure = toFailure(cause, deadline.signal);
    const error = { type: failure.type, message: clean(failure.message) };
    const end = { error, failure, upstreamMs: performance.now() - startedAt };
    return failureAnswer(call, failure, await finish(end));
  };

  const hear = (answer: RawMessage): RawMessage => {
    requirePermitted(answer, server.forbids);
    if (!mayTask) requireNoTask(answer);
    const heard = spoken.hear(answer);
    return mayTask || call.message.method.startsWith("tasks/") ? withOurTtl(heard) : heard;
  };
  const endOf = (answer: RawMessage, heard: Heard): CallEnd => {
    const end = toEnd(answer, heard, startedAt);
    const task = mayTask ? startedBy(answer, call.era) : undefined;
    if (task === "nameless")
      throw new UpstreamFailure("upstream_protocol", "The server's answer was a task without an id.");
    return task === undefined ? end : { ...end, task };
  };
  const events = (first: UpstreamResponse): AsyncGenerator<StreamedEvent> =>
    readAcrossEnds(first, deadline, (lastEventId) =>
      spoken.era.name === "modern"
        ? undefined
        : sendUpstream(spoken.request, call.principal, server, {
            ...{ method: "GET", era: spoken.era, session, signal: deadline.signal, lastEventId },
          }),
    );

  let response: UpstreamResponse;
  try {
    if (spoken.needsSession || isOwnSession(session)) session = undefined;
    if (spoken.needsSession) {
      const own = await openOwnSession(spoken.request, call.principal, call.server, deadline.signal);
      session = own.id;
      closeOwn = own.close;
    }
    const worded = await withParamHeaders(spoken, call.principal, call.era);
    response = await sendUpstream(worded, call.principal, call.server, {
      method: "POST",
      message: spoken.message,
      era: spoken.era,
      session,
      signal: deadline.signal,
    });
    if (isEventStream(response) && response.statusCode < 300) {
      const on = { era: spoken.era, session, signal: deadline.signal };
      const canAnswer = call.era.name === "legacy" && !isOwn;
      const isRefused = refuserOf(spoken.request, call.principal, { ...on, canAnswer });
      return {
        status: 200,
        headers: eventStreamHeaders(),
        body: stream(
          { ...call, hear, endOf, isRefused, wants: spoken.wants },
          events(response),
          deadline,
          finish,
          failed,
        ),
      };
    }
    // A client can read a session's end only from the status.
    const inTheirSession = session !== undefined && !spoken.needsSession;
    if (response.statusCode === 404 && inTheirSession) {
      const answer = await failed(expired(response));
      return jsonReply(404, {
        jsonrpc: "2.0",
        id: call.message.id,
        error: { code: -32001, message: "Session not found", data: answer["result"] ?? answer["error"] },
      });
    }
    const message = hear(await readAnswer(response, call, inTheirSession));
    deadline.clear();
    const written = await finish(endOf(message, { progress: 0, asked: new Set(askedBy(message)) }));
    const answer = withReceipt(call, message, written);
    return jsonReply(statusOf(call.era, answer), answer);
  } catch (error) {
    return jsonReply(200, await failed(error));
  }
}

function expired(response: UpstreamResponse): UpstreamFailure {
  discard(response);
  return new UpstreamFailure("upstream_session_expired", "The server no longer knows this session. Connect again.");
}

async function readAnswer(response: UpstreamResponse, call: Call, inTheirSession: boolean): Promise<RawMessage> {
  // Errors of the protocol come with their own status (2026-07-28: 400, 404); everything else that is not 2xx is a failure.
  const isJson = String(response.headers["content-type"] ?? "").includes("json");
  if (
    response.statusCode >= 300 &&
    !(
      isJson &&
      response.statusCode >= 400 &&
      response.statusCode < 500 &&
      response.statusCode !== 401 &&
      response.statusCode !== 403
    )
  ) {
    discard(response);
    const failure = statusFailure(response, inTheirSession);
    if (failure) throw failure;
  }
  const message = readJsonRpc(await readText(response));
  if (!answers(message, call.message.id)) {
    if (response.statusCode >= 400 && isObject(message["error"]))
      throw new UpstreamFailure("upstream_4xx", `The server refused the request: ${errorText(message["error"])}`);
    throw new UpstreamFailure("upstream_protocol", "The server answered another request than the one that was sent.");
  }
  return message;
}

/** Passes a stream on event by event; the last one, the answer itself, waits until its outcome is written. */
async function* stream(
  call: Call &
    Pick<Spoken, "hear" | "wants"> & {
      endOf: (answer: RawMessage, heard: Heard) => CallEnd;
      isRefused: (asked: RawMessage) => boolean;
    },
  events: AsyncGenerator<StreamedEvent>,
  deadline: Deadline,
  finish: Finish,
  failed: (error: unknown) => Promise<RawMessage>,
): AsyncGenerator<string> {
  let progress = 0;
  const asked = new Set<string>();
  let ended = false;
  try {
    for await (const event of events) {
      if (event.data === "") continue;
      const heard = readJsonRpc(event.data);
      for (const method of askedBy(heard)) asked.add(method);
      // Nobody will be asked, so nobody is waited for.
      if (heard["method"] !== undefined && call.isRefused(heard)) continue;
      if (isOthersProgress(heard, call.message)) continue;
      if (isTaskStatus(heard) && !(await isOwnTask(call.principal, heard))) continue;
      deadline.heard(heard);
      const message = answers(heard, call.message.id) ? call.hear(heard) : heard;
      if (answers(message, call.message.id)) {
        deadline.clear();
        // Before `ended`: an answer that cannot be summed up ends the call as a failure, or nothing would end it.
        const end = call.endOf(message, { progress, asked });
        ended = true;
        const written = await finish(end);
        yield toSse(withReceipt(call, message, written));
        return;
      }
      if ("result" in message || "error" in message)
        throw new UpstreamFailure(
          "upstream_protocol",
          "The server answered another request than the one that was sent.",
        );
      if (message["method"] === "notifications/progress") progress += 1;
      if (call.wants(message)) yield toSse(message);
    }
    throw new UpstreamFailure("upstream_protocol", "The server closed the stream without an answer.");
  } catch (error) {
    if (ended) throw error;
    ended = true;
    yield toSse(await failed(error));
  } finally {
    deadline.clear();
    // The reader went away before the answer came: the generator is ended from outside, without an error.
    if (!ended) await failed(new UpstreamFailure("cancelled", "The client went away before the call had ended."));
  }
}

/** Ends a call that is answered with a task where none can be: the client has not said that it knows them, or cannot ask for it here. */
function requireNoTask({ result }: RawMessage): void {
  if (isObject(result) && result["resultType"] === "task")
    throw new UpstreamFailure(
      "upstream_protocol",
      "The server answered with a task, which the client cannot ask for here.",
    );
}

/** The upstream's answer with the receipt of its event. An answer whose event is not known to be written is not passed on as if it were. */
function withReceipt(call: Call, message: RawMessage, written: Written): RawMessage {
  if (written === undefined) return unrecorded(call);
  if (written === "untold") return message;
  if ("instead" in written) return written.instead;
  const { result } = message;
  if (!isObject(result)) return message;
  const meta = isObject(result["_meta"]) ? result["_meta"] : {};
  return { ...message, result: { ...result, _meta: { ...meta, ...toReceiptMeta(written) } } };
}

function failureAnswer(call: Call, failure: UpstreamFailure, written: Written): RawMessage {
  if (written === undefined) return unrecorded(call);
  if (written !== "untold" && "instead" in written) return written.instead;
  return notDone(call, call.era, -32603, `The call failed: ${failure.message}`, {
    "countersign/failure": { type: failure.type, ...(failure.link === undefined ? {} : { link: failure.link }) },
    ...(written !== "untold" && toReceiptMeta(written)),
  });
}

const unrecorded = (call: Call): RawMessage =>
  notDone(
    call,
    call.era,
    -32603,
    "The call was made, but how it ended could not be written to the audit log in time. It may have had its effect; check before calling again.",
    { "countersign/failure": { type: "audit_unavailable" } },
  );
