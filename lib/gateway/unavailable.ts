import "server-only";
import { callTypes } from "@/lib/audit/call-types";
import type { EventDraft } from "@/lib/audit/draft";
import type { Receipt } from "@/lib/audit/journal";
import type { Refusal } from "@/lib/registry/circuits/circuit-state";
import type { Principal } from "@/lib/registry/load-principal";
import type { Asked } from "./asked";
import type { McpReply } from "./exchange";
import { refusalOf } from "./internal/circuit";
import type { CallRequest } from "./message";
import { notDone } from "./not-done";
import { type Era, errorAnswer } from "./protocol";
import { toReceiptMeta } from "./receipt";
import { jsonReply } from "./respond";

/*
 * What is answered while a server is left alone because it fails again and again. A call is decided first, and refused before
 * its intent: nothing of it has left, and its one event says so.
 */

/** How the event of a call ends that was allowed and not made. */
export const toUnavailable = ({ use }: Asked, refusal: Refusal): Pick<EventDraft, "type" | "outcome" | "error"> => ({
  type: callTypes[use].error,
  outcome: "error",
  error: { type: "upstream_unavailable", message: `The call was not made. ${why(refusal)}` },
});

/** The answer to such a call: a tool error in words, which reaches the model (MCP server/tools, "Error handling"). */
export function answerUnavailable(
  { server }: Principal,
  asked: Asked,
  era: Era,
  refusal: Refusal,
  receipt: Receipt,
): McpReply {
  const { retryAfterMs } = refusal;
  const text = `The call was not made, so it had no effect. ${why(refusal)} ${server?.name ?? "The server"} is left alone for now; try again in ${seconds(retryAfterMs)}.`;
  const meta = {
    "countersign/failure": { type: "upstream_unavailable", retryable: true, retryAfterMs },
    ...toReceiptMeta(receipt),
  };
  return jsonReply(200, notDone(asked, era, -32603, text, meta), retryAfter(refusal));
}

/** Everything but calls, answered as for any failed server, but at once; undefined where the server may be asked. */
export function refuseUnavailable(principal: Principal, message: CallRequest): McpReply | undefined {
  const refusal = refusalOf(principal);
  if (refusal === undefined) return undefined;
  const text = `${why(refusal)} It is left alone for now; try again in ${seconds(refusal.retryAfterMs)}.`;
  return jsonReply(502, errorAnswer(message.id, -32603, text), retryAfter(refusal));
}

const why = ({ failingSinceMs, last }: Refusal): string =>
  `The server has been failing since ${new Date(failingSinceMs).toISOString()}; the last time: ${last.message}`;

const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

const seconds = (ms: number): string => (wholeSeconds(ms) === 1 ? "a second" : `${wholeSeconds(ms)} seconds`);

const retryAfter = ({ retryAfterMs }: Refusal) => ({ "retry-after": String(wholeSeconds(retryAfterMs)) });
