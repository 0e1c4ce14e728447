import "server-only";
import { isLimited } from "@/lib/audit/catalog/reasons";
import type { RecordedCall } from "@/lib/audit/recorded-calls";
import { recordedCall } from "@/lib/audit/recorded-calls";
import { redactChain, withoutValues } from "@/lib/audit/redact";
import { recordEvent } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { hasScope, requireScope } from "@/lib/kernel/scope";
import { decide } from "@/lib/policy/decide";
import type { ExplainedStep } from "@/lib/policy/decision";
import { explain } from "@/lib/policy/explain";
import type { PolicySet } from "@/lib/policy/policy-set";
import { replay } from "@/lib/policy/replay";
import { explainStep } from "@/lib/policy/trust";
import { waysOut } from "@/lib/policy/ways-out";
import { loadPolicySetAt } from "../policies/load-policy-set-at";
import { loadSchemasByHash, type RecordedQuestion, toRecordedQuestion } from "./recorded-question";
import { toWayOutView, type WayOutView } from "./way-out-view";

export type ExplainedEvent = {
  /**
   * `stored`: as it was written. `derived`: decided again with the facts, arguments and policies of then. `partly`: of the
   * arguments too little was kept; what was stored is given.
   */
  chainFrom: "stored" | "derived" | "partly";
  chain: ExplainedStep[];
  /** Whether deciding again comes to what was recorded; null where it cannot be decided again. */
  agrees: boolean | null;
  /** Of a denial: the smallest changes that would have allowed it, as things were then. */
  wouldAllow: WayOutView[];
};

/**
 * Why a recorded call was decided as it was. Of an allowed call the whole chain is derived again, and shows values of its
 * arguments to whoever may read stored arguments, which leaves `audit.payload_viewed`; to others it says what came out only.
 * Throws `not_found` for an event that is no decided call of this tenant, or for a human of theirs.
 */
export async function explainEvent(ctx: Ctx, eventId: string): Promise<ExplainedEvent> {
  // A human may ask of their own events: `recordedCall` finds no others for them.
  if (ctx.actor.type !== "human") requireScope(ctx, "events:read");
  const call = await recordedCall(ctx, eventId);
  const { event } = call;
  const recorded = await toQuestion(ctx, call);
  const stored: Pick<ExplainedEvent, "chainFrom" | "chain"> = {
    chainFrom: "stored",
    chain: event.chain.map(explainStep),
  };
  if (recorded === undefined) return { ...stored, agrees: null, wouldAllow: [] };

  const { question, kept } = recorded;
  const again = recorded.reachedPolicies ? replay(question, kept) : decide(question);
  const agrees = again === "undetermined" ? null : again.decision === event.decision;
  // No change of what policies look at would have let it through: they did.
  if (isLimited(event.reason)) return { ...stored, agrees, wouldAllow: [] };
  if (event.decision === "deny") {
    const ways = kept === "nothing" ? [] : waysOut(question);
    return { ...stored, agrees, wouldAllow: ways.map((way) => toWayOutView(ctx, question, way)) };
  }
  if (kept === "nothing" || kept.masked.length > 0)
    return { chainFrom: "partly", chain: stored.chain, agrees, wouldAllow: [] };

  const whole = redactChain(explain(question).chain);
  const mayRead = hasScope(ctx.scopes, "payloads:read");
  if (mayRead && call.payload)
    await recordEvent(ctx, {
      type: "audit.payload_viewed",
      outcome: "success",
      resource: { type: "event", key: event.id, name: event.id },
      human: event.human && { ...event.human, name: null },
      details: { why: "the whole chain of the decision" },
    });
  return {
    chainFrom: "derived",
    chain: (mayRead ? whole : withoutValues(whole)).map(explainStep),
    agrees,
    wouldAllow: [],
  };
}

async function toQuestion(ctx: Ctx, call: RecordedCall): Promise<RecordedQuestion | undefined> {
  const { event } = call;
  const version = event.details["policySetVersion"];
  if (typeof version !== "number") return undefined;
  const policies = await setAt(ctx, version);
  const hash = event.tool?.definitionHash;
  const schemas = hash === undefined || hash === null ? undefined : await loadSchemasByHash(ctx.tenant.no, [hash]);
  return policies && toRecordedQuestion(call, (asked) => schemas?.get(asked), policies);
}

async function setAt(ctx: Ctx, version: number): Promise<PolicySet | undefined> {
  try {
    return await loadPolicySetAt(ctx.tenant.no, version);
  } catch (error) {
    if (isHouseError(error) && error.code === "not_found") return undefined;
    throw error;
  }
}
