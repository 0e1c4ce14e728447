import "server-only";
import type { Use } from "@/lib/audit/call-types";
import type { Receipt } from "@/lib/audit/journal";
import { absolute } from "@/lib/kernel/env";
import { toEventId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import type { Decision } from "@/lib/policy/decision";
import { reaches } from "@/lib/policy/level";
import type { Principal } from "@/lib/registry/load-principal";
import type { CallRequest, RawMessage } from "./message";
import { notDone } from "./not-done";
import type { Era } from "./protocol";
import { toReceiptMeta } from "./receipt";

/** The answer to what was denied: why, in words, and what would change it. `retryable`: other arguments might pass. */
export function denialAnswer(
  principal: Principal,
  asked: { use: Use; message: CallRequest },
  era: Era,
  decision: Decision,
  receipt: Receipt,
  retryable: boolean,
): RawMessage {
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
  return notDone(asked, era, -31403, text, meta);
}

/** Whether it is the arguments of the call that are wrong. */
export const isAboutArguments = ({ reason }: Decision): boolean => reason.code.startsWith("ARGUMENTS_");

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
  if (retryable && isAboutArguments(decision)) return `Denied: ${reason.text} Change the arguments and try again.`;
  const why = `Denied: ${reason.text}. Decided by the policy "${policy.name}".`;
  const change =
    place === undefined
      ? "the human you act for, or an administrator of this environment, can change it."
      : `the human you act for can allow it at ${place}`;
  return retryable
    ? `${why} It depends on the arguments: the same call will be denied again, one with others may be allowed; ${change}`
    : `${why} Calling again will not help; ${change}`;
}
