/**
 * Peers that do what lib/policy does: deny overrides, default deny, no further than the first policy that determines the
 * decision (cel-js), or as far as the engine itself goes (Cedar). Neither has an index by tool: they are given ours.
 */
import { createRequire } from "node:module";
import { Environment } from "@marcbachmann/cel-js";
import { kinds } from "./kinds.mjs";
import { covers, keyOf } from "./world.mjs";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

/** The policies of each tool, whoever calls it. */
function byTool({ written, targets }) {
  return new Map(targets.map((at) => [keyOf(at), written.filter((one) => covers({ ...one, agent: undefined }, at))]));
}

/**
 * cel-js: one parsed expression a policy, asked in the order in which lib/policy asks. Gives the policy that determined the
 * decision, or undefined where none did.
 */
export function prepareCel(world) {
  const environment = new Environment().registerVariable("args", "map");
  const rules = new Map(
    world.written.map((one) => [
      one,
      {
        policy: one,
        agent: one.agent,
        holds: environment.parse(kinds[one.kind].cel(one.of)),
        deny: one.effect === "deny",
      },
    ]),
  );
  const index = new Map(
    [...byTool(world)].map(([key, policies]) => {
      const own = policies.map((one) => rules.get(one));
      return [key, { denies: own.filter(({ deny }) => deny), allows: own.filter(({ deny }) => !deny) }];
    }),
  );
  return (request) => {
    const { denies, allows } = index.get(keyOf(request));
    const applies = ({ agent, holds }) =>
      (agent === undefined || agent === request.agent) && holds({ args: request.args }) === true;
    return (denies.find(applies) ?? allows.find(applies))?.policy;
  };
}

const toCedar = ({ effect, server, tool, agent, kind, of }) => {
  const principal = agent === undefined ? "principal" : `principal == Agent::"${agent}"`;
  const resource = tool === undefined ? `resource in Server::"${server}"` : `resource == Tool::"${server}/${tool}"`;
  return `${effect === "allow" ? "permit" : "forbid"}(${principal}, action, ${resource}) when { ${kinds[kind].cedar(of)} };`;
};

let sets = 0;

function preparse(policies) {
  sets += 1;
  const name = `set-${sets}`;
  const answer = cedar.preparsePolicySet(name, { staticPolicies: textsOf(policies) });
  if (answer.type !== "success") throw new Error(`Cedar: ${JSON.stringify(answer)}`);
  return name;
}

const textsOf = (policies) => Object.fromEntries(policies.map((one) => [one.id, toCedar(one)]));
const resourceOf = (at) => ({ type: "Tool", id: keyOf(at) });
const entitiesOf = (at) => [{ uid: resourceOf(at), attrs: {}, parents: [{ type: "Server", id: at.server }] }];

/** Everything about a request but its arguments, made once: what a program would keep at hand. */
const callOf = (preparsedPolicySetId, at) => ({
  action: { type: "Action", id: "call" },
  resource: resourceOf(at),
  entities: entitiesOf(at),
  preparsedPolicySetId,
  validateRequest: false,
});

/** Cedar with one set of policies for each tool, made by our index. */
export function prepareCedarByTool(world) {
  const calls = new Map([...byTool(world)].map(([key, policies]) => [key, [preparse(policies), key]]));
  const known = new Map(world.targets.map((at) => [keyOf(at), callOf(calls.get(keyOf(at))[0], at)]));
  return (request) => askCedar(known.get(keyOf(request)), request);
}

/** Cedar with the policies of the tenant in one set, as it comes. */
export function prepareCedarWhole(world) {
  const name = preparse(world.written);
  const known = new Map(world.targets.map((at) => [keyOf(at), callOf(name, at)]));
  return (request) => askCedar(known.get(keyOf(request)), request);
}

function askCedar(call, { agent, args }) {
  const answer = cedar.statefulIsAuthorized({ ...call, principal: { type: "Agent", id: agent }, context: { args } });
  if (answer.type !== "success" || answer.response.diagnostics.errors.length > 0)
    throw new Error(`Cedar: ${JSON.stringify(answer)}`);
  return answer.response.decision;
}

/** Cedar's buckets: its (experimental, stateless) partial evaluation with unknown arguments, policies sliced by tool. */
export function prepareCedarPartial(world) {
  const texts = new Map([...byTool(world)].map(([key, policies]) => [key, { staticPolicies: textsOf(policies) }]));
  return ({ server, tool, agent }) => {
    const at = { server, tool };
    const answer = cedar.isAuthorizedPartial({
      principal: { type: "Agent", id: agent },
      action: { type: "Action", id: "call" },
      resource: resourceOf(at),
      entities: entitiesOf(at),
      context: { args: { __extn: { fn: "unknown", arg: "args" } } },
      policies: texts.get(keyOf(at)),
    });
    if (answer.type !== "residuals") throw new Error(`Cedar: ${JSON.stringify(answer)}`);
    return answer.response.decision ?? "conditional";
  };
}
