import { callTypes } from "@/lib/audit/call-types";
import type { EventDraft } from "@/lib/audit/draft";
import type { Receipt } from "@/lib/audit/journal";
import { toEventId } from "@/lib/kernel/ids";
import { limitsPolicy } from "@/lib/registry/limits/limits-policy";
import type { Asked } from "./asked";
import type { McpReply } from "./exchange";
import { type LimitRefusal, toSeconds } from "./internal/weigh-limits";
import { notDone } from "./not-done";
import type { Era } from "./protocol";
import { toReceiptMeta } from "./receipt";
import { jsonReply } from "./respond";

/** What an event says of a call that policies allowed and a limit refused. The chain stays what it was: every step passed. */
export function toLimited(
  { use }: Asked,
  { code, limit, text }: LimitRefusal,
  { refs, details }: Pick<EventDraft, "refs" | "details">,
): Partial<EventDraft> & Pick<EventDraft, "type" | "outcome" | "refs"> {
  return {
    type: callTypes[use].error,
    outcome: "denied",
    decision: "deny",
    reason: { code, text },
    error: { type: "rate_limited", message: text },
    policy: limitsPolicy,
    refs: { ...refs, policy: { id: limitsPolicy.id, key: limitsPolicy.id } },
    details: { ...details, limit },
  };
}

/**
 * The answer to it: a tool result, which reaches the model, with how long to wait for programs and proxies (`Retry-After`).
 * Never 429: clients throw a call away on 4xx (research on the protocol §6.4).
 */
export function limited(
  asked: Asked,
  era: Era,
  { code, text, retryAfterMs }: LimitRefusal,
  receipt: Receipt,
): McpReply {
  const meta = {
    "countersign/denial": {
      eventId: toEventId(receipt.eventId),
      code,
      policy: { id: limitsPolicy.id, name: limitsPolicy.name },
      retryable: true,
      retryAfterMs,
    },
    ...toReceiptMeta(receipt),
  };
  const words = `Denied: ${text}, then call again. The tool was not called. An administrator of this environment can change the limit.`;
  return jsonReply(200, notDone(asked, era, -31403, words, meta), { "retry-after": String(toSeconds(retryAfterMs)) });
}
