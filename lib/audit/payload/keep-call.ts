import "server-only";
import type { EventArguments, EventKept } from "../event";
import { commitmentOf, type PayloadPart, toPart } from "../payload";
import { fitValue } from "./fit-value";
import { keepValue } from "./keep-value";
import type { PartRules } from "./rules";
import { withoutBlobs } from "./without-blobs";

/** What rules say of the calls of one tool, and for how long what they keep stays. 0 days: nothing is kept. */
export type CallRules = { arguments: PartRules; results: PartRules; keepDays: number };

/** What the event says, and what is stored beside it; undefined where nothing is. */
export type KeptCall<Summary> = { summary: Summary; part: PayloadPart | undefined };

/** The arguments of a call as they are kept: their size and the names of what is left on the event, the values beside it. */
export function keepArguments(args: unknown, rules: CallRules, untilMs: number): KeptCall<EventArguments> {
  const { summary, part, isWhole } = keep("arguments", args, rules.arguments, rules.keepDays, untilMs);
  const bytes = Buffer.byteLength(isWhole && part ? part.text : JSON.stringify(args));
  const keys = part && isFields(part.value) ? Object.keys(part.value).slice(0, keysMax) : [];
  return { summary: { bytes, keys, redacted: [], ...summary }, part };
}

/** Names of arguments that an event shows. */
const keysMax = 50;

/** The result of a call as it is kept. Binary content is described, not kept. */
export function keepResult(result: unknown, rules: CallRules, untilMs: number): KeptCall<EventKept> {
  if (rules.results.base === "drop" && rules.results.paths.length === 0) return { summary: {}, part: undefined };
  return keep("result", withoutBlobs(result), rules.results, rules.keepDays, untilMs);
}

function keep(
  part: PayloadPart["part"],
  value: unknown,
  rules: PartRules,
  keepDays: number,
  untilMs: number,
): KeptCall<EventKept> & { isWhole: boolean } {
  const kept = keepDays === 0 ? undefined : keepValue(rules, value);
  if (kept?.value === undefined) return { summary: { dropped: 1 }, part: undefined, isWhole: false };
  const { redacted, dropped, cut } = kept;
  const { value: fitted, text, truncated } = fitValue(kept.value);
  const made = toPart(part, fitted, text);
  const missing = cut ? Math.max(1, Buffer.byteLength(JSON.stringify(value)) - Buffer.byteLength(text)) : truncated;
  return {
    summary: {
      ...(redacted.length > 0 && { redacted }),
      ...(dropped > 0 && { dropped }),
      ...(missing > 0 && { truncated: missing }),
      commitment: commitmentOf(made),
      keptUntil: new Date(untilMs).toISOString(),
    },
    part: made,
    isWhole: redacted.length === 0 && dropped === 0 && missing === 0,
  };
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
