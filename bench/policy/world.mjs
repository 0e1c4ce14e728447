/**
 * A tenant with N policies and its calls. 5 servers with 10 tools each, 50 agents; 95 % of the policies allow and 5 % deny,
 * 30 % are for one agent, 10 % for every tool of a server and the others for one tool (research: policy engine §3.2).
 */
import { makeChance } from "./chance.mjs";
import { anyArguments, kinds, schemaOfArguments } from "./kinds.mjs";

export const SEED = 20_261_122;
const NOW_MS = Date.UTC(2026, 10, 22, 12, 0);
const AGENTS = 50;

/**
 * @typedef {object} Written a policy as everybody is given it
 * @property {string} id
 * @property {"allow" | "deny"} effect
 * @property {string} server
 * @property {string | undefined} tool undefined: every tool of the server
 * @property {string | undefined} agent undefined: every agent
 * @property {string} kind
 * @property {unknown} of the constants of its condition
 */

/**
 * @param {number} count of policies
 * @param {{ subset?: boolean, servers?: number, tools?: number, calls?: number }} options `subset`: only kinds that Cedar has
 */
export function makeWorld(count, { subset = false, servers = 5, tools = 10, calls = 512 } = {}) {
  const chance = makeChance(SEED + count);
  const names = Object.keys(kinds).filter((name) => !subset || kinds[name].cedar);
  const serverKeys = Array.from({ length: servers }, (_, i) => `server-${i}`);
  const toolNames = Array.from({ length: tools }, (_, i) => `tool_${i}`);
  const agents = Array.from({ length: AGENTS }, (_, i) => `agent-${i}`);
  const targets = serverKeys.flatMap((server) => toolNames.map((tool) => ({ server, tool })));

  /** @type {Written[]} */
  const written = Array.from({ length: count }, (_, i) => {
    const kind = names[i % names.length];
    return {
      id: `pol_${String(i).padStart(5, "0")}`,
      effect: chance.below(100) < 5 ? "deny" : "allow",
      server: chance.one(serverKeys),
      tool: chance.below(100) < 10 ? undefined : chance.one(toolNames),
      agent: chance.below(100) < 30 ? chance.one(agents) : undefined,
      kind,
      of: kinds[kind].pick(chance),
    };
  });
  const requests = Array.from({ length: calls }, () => ({
    ...chance.one(targets),
    agent: chance.one(agents),
    args: anyArguments(chance),
  }));
  return {
    count,
    written,
    targets,
    agents,
    requests,
    schemas: new Map(targets.map((at) => [keyOf(at), schemaOfArguments()])),
  };
}

export const keyOf = ({ server, tool }) => `${server}/${tool}`;

export const covers = (policy, { server, tool, agent }) =>
  policy.server === server &&
  (policy.tool === undefined || policy.tool === tool) &&
  (policy.agent === undefined || policy.agent === agent);

/** What should be decided, in the plainest way there is: every policy, one after the other. */
export function referenceDecision({ written }, request) {
  const holding = written.filter(
    (policy) => covers(policy, request) && kinds[policy.kind].holds(policy.of, request.args),
  );
  if (holding.some(({ effect }) => effect === "deny")) return "deny";
  return holding.some(({ effect }) => effect === "allow") ? "allow" : "deny";
}

/** The policy as lib/policy takes it. */
export function toPolicy(
  { readCondition, parseCondition },
  { id, effect, server, tool, agent, kind, of },
  status = "active",
) {
  return {
    id,
    version: 1,
    name: `Policy ${id}`,
    description: `${kind} on ${server}`,
    effect,
    status,
    scope: { servers: [server], ...(tool && { tools: [tool] }), ...(agent && { agents: [agent] }) },
    when: readCondition(parseCondition(kinds[kind].text(of)), "when"),
    unless: null,
  };
}

/** A call as lib/policy takes it. */
export function toQuestion({ schemas }, { server, tool, agent, args }, policies, enforceSchema) {
  return {
    agent: { slug: agent, tags: ["ide"], suspended: false },
    human: { key: "human|alice", email: "alice@corp.example", groups: ["finance"], suspended: false },
    instance: { id: `ins_${agent}`, suspended: false },
    serverKey: server,
    server: { enabled: true, tags: [], enforceSchema },
    toolName: tool,
    tool: {
      level: "medium",
      enabled: true,
      quarantined: false,
      readOnly: false,
      inputSchema: schemas.get(keyOf({ server, tool })),
    },
    trust: { ceiling: "high", consent: "medium", consentExpiresAtMs: null, excluded: false },
    arguments: args,
    policies,
    ip: "203.0.113.7",
    nowMs: NOW_MS,
  };
}
