/** What takes part: lib/policy in its ways of being asked, and the peers, over the same calls. */
import { prepareCedarByTool, prepareCedarWhole, prepareCel } from "./peers.mjs";
import { referenceDecision, toPolicy, toQuestion } from "./world.mjs";

/** An engine is a function from the number of a request to its decision. @typedef {(request: number) => "allow" | "deny"} Ask */

export const names = {
  decide: "`decide`: gates, bounds, policies, short chain",
  decideSchema: "`decide` with the input schema enforced",
  decideShadow: "`decide` beside N/10 policies in shadow",
  explain: "`explain`: the whole chain",
  alone: "the policies alone",
  cel: "cel-js, policies alone, our index",
  celDecide: "`decide` with cel-js for the policies",
  cedarByTool: "Cedar, a preparsed set for each tool by our index",
  cedarWhole: "Cedar, one preparsed set for the tenant",
};

/**
 * @param {any} lib lib/policy
 * @param {ReturnType<typeof import("./world.mjs").makeWorld>} world
 * @returns {Partial<Record<keyof typeof names, Ask>>}
 */
export function enginesOf(lib, world, { withCedar }) {
  const policies = world.written.map((one) => toPolicy(lib, one));
  const set = lib.toPolicySet(1, policies);
  const shadowed = lib.toPolicySet(1, [...policies, ...inShadow(lib, world)]);
  const questionsWith = (policySet, enforceSchema) =>
    world.requests.map((request) => toQuestion(world, request, policySet, enforceSchema));
  const plain = questionsWith(set, false);
  const enforced = questionsWith(set, true);
  const beside = questionsWith(shadowed, false);

  const cel = prepareCel(world);
  const cedarByTool = withCedar && prepareCedarByTool(world);
  const cedarWhole = withCedar && prepareCedarWhole(world);
  const refs = new Map(world.written.map((one, i) => [one, refOf(policies[i])]));
  const { requests } = world;
  return {
    decide: (i) => lib.decide(plain[i]).decision,
    ...(!withCedar && {
      decideSchema: (i) => lib.decide(enforced[i]).decision,
      decideShadow: (i) => lib.decide(beside[i]).decision,
      explain: (i) => lib.explain(plain[i]).decision,
    }),
    alone: (i) => decideByPolicies(lib, plain[i]),
    cel: (i) => cel(requests[i])?.effect ?? "deny",
    ...(!withCedar && {
      celDecide: (i) => decideWith(lib, plain[i], () => refs.get(cel(requests[i]))).decision,
    }),
    ...(withCedar && { cedarByTool: (i) => cedarByTool(requests[i]), cedarWhole: (i) => cedarWhole(requests[i]) }),
  };
}

/** The last stage of `decide` without a chain: what the peers do. */
function decideByPolicies({ callerOf, targetOf, sceneOf, coversCall, applies, outcomeOf }, question) {
  const scene = sceneOf(question);
  const caller = callerOf(question);
  const { denies, allows } = question.policies.rulesFor(targetOf(question));
  const holds = (rule) => coversCall(rule, caller) && applies(rule, outcomeOf(rule, scene));
  return !denies.some(holds) && allows.some(holds) ? "allow" : "deny";
}

/** `decide` as it is, but for who finds the policy that determines it. */
function decideWith({ passGates, checkArguments }, question, find) {
  const end = (decision, code, text, policy) => ({
    decision,
    reason: { code, text },
    policy,
    policySetVersion: question.policies.version,
    chain,
  });
  const chain = [];
  const { steps, refused } = passGates(question);
  chain.push(...steps);
  if (refused) return end("deny", refused.code, refused.text, refused.policy);
  const { code, text, violations } = checkArguments(question.arguments, undefined);
  chain.push({ stage: "arguments", passed: code === undefined, text, violations });
  if (code !== undefined) return end("deny", code, text, defaultDeny);
  const policy = find();
  const allowed = policy?.effect === "allow";
  const said = policy
    ? `${allowed ? "Allowed" : "Blocked"} by policy '${policy.name}'`
    : `No policy allows '${question.toolName}'`;
  chain.push({
    stage: "policies",
    passed: allowed,
    text: said,
    evaluated: policy ? [{ policy, result: "applies" }] : [],
    determining: policy ? [policy.id] : [],
    shadow: [],
  });
  if (allowed) return end("allow", "ALLOWED", "Allowed", policy);
  return policy ? end("deny", "BLOCKED_BY_POLICY", said, policy) : end("deny", "NO_MATCHING_POLICY", said, defaultDeny);
}

const refOf = ({ id, name, description, version, effect }) => ({ id, name, description, version, effect });
const defaultDeny = { id: "builtin:default-deny", name: "Default deny", description: "", version: 1, effect: "deny" };

/** The first tenth of the policies once more, in shadow. */
const inShadow = (lib, { written }) =>
  written
    .slice(0, Math.ceil(written.length / 10))
    .map((one) => ({ ...toPolicy(lib, one, "shadow"), id: `shadow_${one.id}` }));

/** Whether every engine decides every request as the plain reference does. Before anything is timed. */
export function agreement(engines, world) {
  const expected = world.requests.map((request) => referenceDecision(world, request));
  const wrong = Object.entries(engines).flatMap(([name, ask]) =>
    expected.flatMap((decision, i) =>
      ask(i) === decision ? [] : [`${name} decides ${JSON.stringify(world.requests[i])} otherwise than ${decision}`],
    ),
  );
  const allowed = expected.filter((decision) => decision === "allow").length;
  return { expected, allowed, engines: Object.keys(engines).length, wrong };
}

/** Asks one request after the other, and again from the first; throws where an answer was not as expected. */
export function toContender(name, ask, expected) {
  const prefix = [0];
  for (const decision of expected) prefix.push(prefix.at(-1) + (decision === "allow" ? 1 : 0));
  let at = 0;
  return {
    name,
    run(times) {
      let allowed = 0;
      let due = -prefix[at];
      for (let i = 0; i < times; i += 1) {
        if (ask(at) === "allow") allowed += 1;
        at += 1;
        if (at === expected.length) {
          due += prefix[at];
          at = 0;
        }
      }
      due += prefix[at];
      if (allowed !== due) throw new Error(`${name} allowed ${allowed} of ${times} calls; it should have been ${due}.`);
    },
  };
}
