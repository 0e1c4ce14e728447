import type { DerivationCell, ExplainedStep, ReasonCode, Step } from "./decision";
import { type Level, levels, minLevel, reaches } from "./level";

/** What is on record about one human's delegation of one server to one instance. Times are epoch milliseconds. */
export type TrustFacts = {
  /** Highest level an admin lets this human delegate on this server; null where nothing was granted. */
  ceiling: Level | null;
  /** Level the human gave this instance on this server; null where there is no consent. */
  consent: Level | null;
  consentExpiresAtMs: number | null;
  /** The human un-ticked this very tool. */
  excluded: boolean;
};

export type TrustOutcome = { step: Extract<Step, { stage: "trust" }>; code: ReasonCode | undefined };

/** The nine derivations, each with why it holds or not (seed P26: which derived roles were checked). */
export function derivationCells(ceiling: Level | null, consent: Level | null): DerivationCell[] {
  return levels.flatMap((c) =>
    levels.map((k) => {
      const holds = c === ceiling && k === consent;
      const why = holds
        ? `ceiling is ${c} and consent is ${k}`
        : ceiling === null
          ? "nothing is granted to this human on this server"
          : c !== ceiling
            ? `ceiling is ${ceiling}, not ${c}`
            : consent === null
              ? "the human gave this instance no consent on this server"
              : `consent is ${consent}, not ${k}`;
      return { ceiling: c, consent: k, derives: minLevel(c, k), holds, why };
    }),
  );
}

/** A step with everything that follows from it. A consent that had expired counts as none. */
export const explainStep = (step: Step): ExplainedStep =>
  step.stage === "trust"
    ? { ...step, cells: derivationCells(step.ceiling, step.effective === null ? null : step.consent) }
    : step;

/**
 * The trust gate: `min(ceiling, consent) ≥ required`. No policy can lift it (DESIGN §3 stage 3).
 * `nowMs` decides whether a consent has expired.
 */
export function checkTrust(facts: TrustFacts, required: Level, nowMs: number): TrustOutcome {
  const expired = facts.consentExpiresAtMs !== null && facts.consentExpiresAtMs <= nowMs;
  const consent = expired ? null : facts.consent;
  const effective = facts.ceiling === null || consent === null ? null : minLevel(facts.ceiling, consent);
  const [code, text] = judge(facts, consent, effective, expired, required);
  return {
    code,
    step: {
      stage: "trust",
      passed: code === undefined,
      text,
      required,
      ceiling: facts.ceiling,
      consent: facts.consent,
      effective,
    },
  };
}

function judge(
  facts: TrustFacts,
  consent: Level | null,
  effective: Level | null,
  expired: boolean,
  required: Level,
): [ReasonCode | undefined, string] {
  if (facts.ceiling === null) return ["NO_GRANT", "No administrator has granted this human access to the server."];
  if (expired) return ["CONSENT_EXPIRED", "The human's consent for this server has expired."];
  if (consent === null || effective === null)
    return ["NO_CONSENT", "The human has not consented to this instance using the server."];
  if (facts.excluded) return ["TOOL_EXCLUDED", "The human left this tool out of the consent."];
  if (!reaches(effective, required)) {
    const limit =
      facts.ceiling === effective && consent !== effective
        ? "ceiling"
        : consent === effective && facts.ceiling !== effective
          ? "consent"
          : "ceiling and consent";
    return [
      "TRUST_TOO_LOW",
      `The tool needs ${required}; ${limit} reach${limit === "ceiling and consent" ? "" : "es"} ${effective}.`,
    ];
  }
  return [undefined, `The tool needs ${required}; min(ceiling ${facts.ceiling}, consent ${consent}) is ${effective}.`];
}
