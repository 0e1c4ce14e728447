import type { Diagnosis, Facts } from "./diagnosis";
import { toRefusalFinding } from "./refusals";
import { silences } from "./silences";
import { type Attempt, type Step, stepIndex } from "./step";

/**
 * How far an attempt to connect has come, and what to do where it stopped. Pure: the same attempt at the same time is the
 * same finding. `registered`: the redirect URIs of its client as they are now.
 */
export function diagnose(
  attempt: Pick<Attempt, "clientId" | "client" | "server" | "userAgent" | "steps">,
  registered: readonly string[],
  atMs: number,
): Diagnosis {
  const { clientId, server, steps } = attempt;
  const facts: Facts = { client: nameOf(attempt), clientId, server, registered };
  const remarks = toRemarks(steps);
  const refused = lastRefused(steps);
  if (refused)
    return {
      state: "stopped",
      step: refused.step,
      code: refused.code ?? "refused",
      ...toRefusalFinding(facts, refused),
      remarks,
    };
  const last = steps.filter(({ ok }) => ok).sort((a, b) => stepIndex(b.step) - stepIndex(a.step))[0];
  if (!last)
    return { state: "waiting", step: "challenge", code: null, title: "Nothing yet", what: "", advice: [], remarks };
  if (last.step === "call")
    return {
      state: "connected",
      step: null,
      code: null,
      title: "Connected",
      what: `${facts.client} made its first call${server === null ? "" : ` to ${server}`}.`,
      advice: [],
      remarks,
    };
  const silence = silences[last.step];
  if (atMs - Date.parse(last.at) <= silence.patienceSeconds * 1_000)
    return {
      state: "waiting",
      step: silence.awaits,
      code: null,
      title: "Under way",
      what: silence.waiting,
      advice: [],
      remarks,
    };
  return { state: silence.state, step: silence.awaits, code: silence.code, ...silence.finding(facts), remarks };
}

/** What a person calls the client: the name that it gave, or what its requests say of it. */
const nameOf = ({ client, userAgent }: Pick<Attempt, "client" | "userAgent">): string =>
  client ?? (/^(claude-code|codex|cursor|vscode|gemini)/i.exec(userAgent ?? "")?.[0] || "The client");

/** The latest refusal that was not overcome: neither the same step nor a later one has gone well since. */
function lastRefused(steps: readonly Step[]): Step | undefined {
  const standing = steps.filter(
    (one) =>
      !one.ok &&
      !steps.some(
        ({ step, ok, at }) => ok && stepIndex(step) > stepIndex(one.step) && Date.parse(at) >= Date.parse(one.at),
      ),
  );
  return standing.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

const remarkWords: Readonly<Record<string, string>> = {
  resource_omitted:
    "The client did not say which server it wants (RFC 8707, resource). It got a token for the whole environment; what it may do is what its human consented to. Older clients do that.",
};

const toRemarks = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ ok, code }) => {
    const words = ok && code !== undefined ? remarkWords[code] : undefined;
    return words === undefined ? [] : [words];
  });
