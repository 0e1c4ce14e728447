/** What is measured: decisions, buckets, and making policies ready. Each gives rows of figures by number of policies. */
import { spread } from "../lib/statistics.mjs";
import { agreement, enginesOf, names, toContender } from "./contenders.mjs";
import { kinds, schemaOfArguments } from "./kinds.mjs";
import { prepareCedarByTool, prepareCedarPartial, prepareCel } from "./peers.mjs";
import { race } from "./stopwatch.mjs";
import { covers, makeWorld, toPolicy, toQuestion } from "./world.mjs";

export const COUNTS = [10, 100, 300, 1_000];

/** @typedef {Map<string, Map<number, ReturnType<typeof spread>>>} Rows by what is measured and number of policies */

function collect(rows, count, figures) {
  for (const [name, values] of figures) {
    if (!rows.has(name)) rows.set(name, new Map());
    rows.get(name).set(count, spread(values));
  }
}

/** CPU µs of one decision. `subset`: only the kinds of conditions that Cedar has, and Cedar beside us. */
export function decisions(lib, options, { subset }) {
  /** @type {Rows} */
  const rows = new Map();
  const agreed = [];
  for (const count of COUNTS) {
    const world = makeWorld(count, { subset });
    const engines = enginesOf(lib, world, { withCedar: subset });
    const { expected, ...found } = agreement(engines, world);
    agreed.push({ count, requests: world.requests.length, covering: covering(world), ...found });
    if (found.wrong.length > 0) continue;
    const contenders = Object.entries(engines).map(([name, ask]) => toContender(names[name], ask, expected));
    collect(rows, count, race(contenders, options));
  }
  return { rows, agreed };
}

/** Policies that cover a request, on average. */
const covering = ({ written, requests }) =>
  requests.reduce((sum, request) => sum + written.filter((one) => covers(one, request)).length, 0) / requests.length;

/** CPU µs a tool of saying what can be said of it before it is called. */
export function buckets(lib, options) {
  /** @type {Rows} */
  const rows = new Map();
  for (const count of COUNTS) {
    const world = makeWorld(count);
    const { ask, askFresh } = connections(lib, world);
    const small = makeWorld(count, { subset: true });
    const partial = prepareCedarPartial(small);
    const contenders = [
      { name: "`classify`", run: (times) => repeat(times, (i) => lib.classify(ask(i))) },
      { name: "`classifyWithExamples`", run: (times) => repeat(times, (i) => lib.classifyWithExamples(ask(i))) },
      {
        name: "`classify`, the first look into the schema",
        run: (times) => repeat(times, (i) => lib.classify(askFresh(i))),
      },
      ...(count <= 300
        ? [
            {
              name: "Cedar, experimental partial evaluation (its subset), our index",
              run: (times) => repeat(times, (i) => partial(small.requests[i % small.requests.length])),
              atMost: 30,
            },
          ]
        : []),
    ];
    collect(rows, count, race(contenders, options));
  }
  return { rows };
}

/** The tools of one agent after the other; `askFresh` the same with schemas that nobody has looked into. */
function connections(lib, world) {
  const set = lib.toPolicySet(
    1,
    world.written.map((one) => toPolicy(lib, one)),
  );
  const toolsFor = (agent, schemas) => world.targets.map((at) => toQuestion({ schemas }, { ...at, agent }, set, true));
  const known = world.agents.flatMap((agent) => toolsFor(agent, world.schemas));
  let fresh = [];
  return {
    ask: (i) => known[i % known.length],
    askFresh(i) {
      const at = i % world.targets.length;
      if (at === 0) fresh = toolsFor(world.agents[0], unreadSchemas(world));
      return fresh[at];
    },
  };
}

const unreadSchemas = ({ schemas }) => new Map([...schemas.keys()].map((key) => [key, schemaOfArguments()]));

/** CPU ms of all buckets of an instance that connects to 500 tools. */
export function manyTools(lib, options) {
  /** @type {Rows} */
  const rows = new Map();
  for (const count of COUNTS) {
    const world = makeWorld(count, { servers: 10, tools: 50, calls: 1 });
    const policies = world.written.map((one) => toPolicy(lib, one));
    const toolsOf = (schemas, set) =>
      world.targets.map((at) => toQuestion({ schemas }, { ...at, agent: world.agents[0] }, set, true));
    const known = toolsOf(world.schemas, lib.toPolicySet(1, policies));
    const contenders = [
      { name: "500 tools: `toBuckets`", run: (times) => repeat(times, () => lib.toBuckets(known)) },
      {
        name: "500 tools: policies made ready, schemas read, `toBuckets`",
        run: (times) =>
          repeat(times, () => {
            lib.toBuckets(toolsOf(unreadSchemas(world), lib.toPolicySet(1, policies)));
          }),
      },
    ];
    collect(rows, count, inMs(race(contenders, options)));
  }
  return { rows };
}

/** CPU ms of making a tenant's policies ready. */
export function preparing(lib, options) {
  /** @type {Rows} */
  const rows = new Map();
  for (const count of COUNTS) {
    const world = makeWorld(count);
    const small = makeWorld(count, { subset: true });
    const policies = world.written.map((one) => toPolicy(lib, one));
    const targets = world.targets.map(({ server, tool }) => ({ server, serverTags: [], tool }));
    const prepare = (all) => {
      const set = lib.toPolicySet(1, all);
      for (const target of targets) set.rulesFor(target);
    };
    const contenders = [
      {
        name: "whole set, and the rules of each of 50 tools",
        // Objects that nobody has seen, as they come out of the database.
        run: (times) => repeat(times, () => prepare(policies.map((one) => ({ ...one })))),
      },
      {
        name: "the same after one policy has changed",
        run: (times) => repeat(times, (i) => prepare(policies.with(i % policies.length, { ...policies[0] }))),
      },
      { name: "cel-js: parse every policy, our index", run: (times) => repeat(times, () => prepareCel(world)) },
      // Cedar's memory never shrinks: few times only.
      ...(count <= 300
        ? [
            {
              name: "Cedar: preparse a set for each tool (its subset), our index",
              run: (times) => repeat(times, () => prepareCedarByTool(small)),
              atMost: 1,
            },
          ]
        : []),
    ];
    collect(rows, count, inMs(race(contenders, options)));
  }
  return { rows };
}

/** CPU µs of what an author waits for: one policy's text, and its check against the 50 tools of the tenant. */
export function authoring(lib, options) {
  const world = makeWorld(300);
  const conditions = world.written.map(({ kind, of }) => kinds[kind].text(of));
  const policies = world.written.map((one) => toPolicy(lib, one));
  const covered = world.targets.map((at) => ({
    server: at.server,
    name: at.tool,
    inputSchema: world.schemas.get(`${at.server}/${at.tool}`),
  }));
  const figures = race(
    [
      {
        name: "parse and read the text of one condition",
        run: (times) =>
          repeat(times, (i) => lib.readCondition(lib.parseCondition(conditions[i % conditions.length]), "when")),
      },
      {
        name: "check one policy against 50 tools",
        run: (times) => repeat(times, (i) => lib.checkPolicy(policies[i % policies.length], covered)),
      },
    ],
    options,
  );
  const rows = new Map();
  collect(rows, 300, figures);
  return { rows };
}

function repeat(times, work) {
  for (let i = 0; i < times; i += 1) work(i);
}

const inMs = (figures) => new Map([...figures].map(([name, values]) => [name, values.map((us) => us / 1000)]));
