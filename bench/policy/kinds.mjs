/**
 * The eight kinds of condition of the tenant, each written four times: in our text form, as plain JavaScript (the
 * reference that every engine has to agree with), in CEL, and in Cedar where Cedar can say it (no regular expressions, no
 * test of every element). CEL's and Cedar's path tests are prefix tests: they do not look for `..` and encoded slashes.
 */

const tokens = ["urgent", "draft", "quarterly", "invoice", "rollout", "incident", "beta", "legal"];
const prefixes = ["OPS", "FIN", "HR", "DEV", "LAW"];
const folders = ["/srv/data", "/srv/data/reports", "/home/shared", "/var/exports", "/tmp/agents"];
const domains = ["corp.example", "partner.example", "sub.corp.example"];
const teams = ["core", "growth", "platform", "support"];
const tags = ["prod", "staging", "internal", "customer", "pii", "archived"];
export const currencies = ["EUR", "USD", "GBP", "CHF", "JPY"];

const like = (text) => JSON.stringify(text);
const list = (values) => JSON.stringify(values);

/**
 * @typedef {object} Kind
 * @property {(chance: import("./chance.mjs").Chance) => unknown} pick the constants of one condition
 * @property {(of: any) => string} text
 * @property {(of: any, args: any) => boolean} holds
 * @property {(of: any) => string} cel
 * @property {((of: any) => string) | undefined} cedar
 */

/** @type {Record<string, Kind>} */
export const kinds = {
  amount: {
    pick: (chance) => chance.whole(0, 1_000),
    text: (limit) => `args.amount < ${limit}`,
    holds: (limit, { amount }) => amount < limit,
    cel: (limit) => `args.amount < ${limit}.0`,
    cedar: (limit) => `context.args.amount < ${limit}`,
  },
  wildcard: {
    pick: (chance) => chance.one(tokens),
    text: (token) => `args.title.glob(${like(`*${token}*`)})`,
    holds: (token, { title }) => title.includes(token),
    cel: (token) => `args.title.contains(${like(token)})`,
    cedar: (token) => `context.args.title like ${like(`*${token}*`)}`,
  },
  regex: {
    pick: (chance) => `^${chance.one(prefixes)}-[0-9]{2,4}$`,
    text: (pattern) => `args.ref.matches(${like(pattern)})`,
    holds: (pattern, { ref }) => new RegExp(pattern).test(ref),
    cel: (pattern) => `args.ref.matches(${like(pattern)})`,
    cedar: undefined,
  },
  path: {
    pick: (chance) => chance.one(folders),
    text: (folder) => `args.path.underPath(${like(folder)})`,
    holds: (folder, { path }) => path === folder || path.startsWith(`${folder}/`),
    cel: (folder) => `args.path == ${like(folder)} || args.path.startsWith(${like(`${folder}/`)})`,
    cedar: (folder) => `(context.args.path == ${like(folder)} || context.args.path like ${like(`${folder}/*`)})`,
  },
  everyRecipient: {
    pick: (chance) => chance.one(domains),
    text: (domain) => `args.to.all(r, r.emailDomainIn(${list([domain])}))`,
    holds: (domain, { to }) => to.every((one) => one.endsWith(`@${domain}`)),
    cel: (domain) => `args.to.all(r, r.endsWith(${like(`@${domain}`)}))`,
    cedar: undefined,
  },
  nested: {
    pick: (chance) => ({ cost: chance.whole(0, 200), team: chance.one(teams) }),
    text: ({ cost, team }) => `args.meta.cost < ${cost} && args.meta.team == ${like(team)}`,
    holds: ({ cost, team }, { meta }) => meta.cost < cost && meta.team === team,
    cel: ({ cost, team }) => `args.meta.cost < ${cost}.0 && args.meta.team == ${like(team)}`,
    cedar: ({ cost, team }) => `context.args.meta.cost < ${cost} && context.args.meta.team == ${like(team)}`,
  },
  listHolds: {
    pick: (chance) => chance.one(tags),
    text: (tag) => `${like(tag)} in args.tags`,
    holds: (tag, args) => args.tags.includes(tag),
    cel: (tag) => `${like(tag)} in args.tags`,
    cedar: (tag) => `context.args.tags.contains(${like(tag)})`,
  },
  oneOf: {
    pick: (chance) => chance.some(currencies, 1, 3),
    text: (values) => `args.currency in ${list(values)}`,
    holds: (values, { currency }) => values.includes(currency),
    cel: (values) => `args.currency in ${list(values)}`,
    cedar: (values) => `${list(values)}.contains(context.args.currency)`,
  },
};

/** What all kinds ask about, of the type that they expect and as whole numbers, which is all that Cedar takes. */
export function anyArguments(chance) {
  const domain = chance.one(domains);
  return {
    amount: chance.whole(0, 1_000),
    title: `${chance.one(tokens)} review of ${chance.one(["the plan", "last week", "our vendors"])}`,
    ref: `${chance.one(prefixes)}-${chance.whole(10, 9_999)}`,
    path: `${chance.one(folders)}/${chance.one(["q3.csv", "2026/11/notes.md", "export"])}`,
    to: Array.from({ length: chance.whole(1, 4) }, (_, i) => `user${i}@${chance.below(8) > 0 ? domain : domains[0]}`),
    meta: { cost: chance.whole(0, 200), team: chance.one(teams) },
    tags: chance.some(tags, 0, 3),
    currency: chance.one(currencies),
  };
}

/** The input schema that such arguments fit. A new object each time, as every tool has its own. */
export const schemaOfArguments = () => ({
  type: "object",
  properties: {
    amount: { type: "integer", minimum: 0, maximum: 1_000_000 },
    title: { type: "string", maxLength: 200 },
    ref: { type: "string" },
    path: { type: "string" },
    to: { type: "array", items: { type: "string" } },
    meta: {
      type: "object",
      properties: { cost: { type: "integer" }, team: { type: "string", enum: teams } },
      required: ["cost", "team"],
    },
    tags: { type: "array", items: { type: "string" } },
    currency: { type: "string", enum: currencies },
  },
  required: ["amount", "title"],
  additionalProperties: false,
});
