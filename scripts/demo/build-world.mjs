// Makes the demo world true, the way a customer would: the command line for what only the operator may do, the HTTP API
// for the rest. Nothing is put into the database behind the product's back, so the log of the demo is a real log.
import { apiClient } from "./api-client.mjs";

const KEEPER = "Demo upstreams";

/** A tenant with its owner and members, still empty. What people need to sign in is added to `signIns` at once. */
export async function createTenant({ tenant, baseUrl, cli, signIns }) {
  const { slug, name, organization, owner, members } = tenant;
  const made = await cli([
    ...["tenant", "create", slug, "--name", name, "--organization", organization, "--owner", owner],
    "--json",
  ]);
  // An owner who was known before keeps the password that was shown before.
  if (made.owner?.password) signIns.push({ ...made.owner, organization, role: "owner" });
  for (const { email, role } of members) {
    const answer = await cli(["member", "create", email, "--tenant", slug, "--role", role, "--json"]);
    const password = answer.password ?? answer.member?.password;
    if (password) signIns.push({ email, password, organization, role });
  }
  return { tenant, api: apiClient({ baseUrl, tenant: slug, key: made.key }) };
}

/**
 * Servers, humans, connected agents and policies of a tenant.
 * @returns {Promise<{ tokens: Map<string, string>, instanceIds: Map<string, string>, policyIds: Map<string, string> }>}
 */
export async function furnishTenant({ tenant, api, urlOf }) {
  for (const server of tenant.servers) await importServer(api, server, urlOf(server));
  const humanKeys = new Map();
  for (const human of tenant.humans) humanKeys.set(human.email, await admitHuman(api, human));

  const tokens = new Map();
  const instanceIds = new Map();
  for (const { id, human, label, client, consents } of tenant.instances) {
    const { instance, token } = await api.post("instances", {
      human: humanKeys.get(human),
      agent: client.agent,
      label,
      consents: Object.entries(consents).map(([server, consent]) => ({ server, ...consent })),
    });
    tokens.set(id, token);
    instanceIds.set(id, instance.id);
  }

  const policyIds = new Map();
  for (const policy of tenant.policies) {
    const { humans, ...scope } = policy.scope;
    const { id } = await api.post("policies", {
      status: "active",
      ...policy,
      scope: { ...scope, ...(humans ? { humans: humans.map((email) => humanKeys.get(email)) } : {}) },
    });
    policyIds.set(policy.name, id);
  }
  return { tokens, instanceIds, policyIds };
}

async function importServer(api, { key, name, description, levels }, url) {
  const server = await api.post("servers", { key, name, description, url, auth: { kind: "none" } });
  const path = `servers/${encodeURIComponent(key)}/tools`;
  const tools = server.tools ?? (await api.get(path)).items;
  for (const tool of tools) {
    const level = levels[tool.name];
    if (level && level !== tool.level) await api.patch(`${path}/${encodeURIComponent(tool.slug)}`, { level });
  }
}

async function admitHuman(api, { email, name, ceilings }) {
  const { key } = await api.post("humans", { email, name });
  for (const [server, ceiling] of Object.entries(ceilings)) await api.put("grants", { human: key, server, ceiling });
  return key;
}

/** The small changes of an ordinary day, after the agents have been at work. */
export async function afterwards({ tenant, api, instanceIds, policyIds }) {
  for (const [from, to] of tenant.renames) await api.patch(`policies/${policyIds.get(from)}`, { name: to });
  for (const { id, disconnectedAfterwards } of tenant.instances) {
    if (disconnectedAfterwards) await api.delete(`instances/${instanceIds.get(id)}`);
  }
}

/**
 * The key of the first day may do everything and nobody knows it: it is replaced by one that may only tell a server its
 * new address, which the next start may need.
 */
export async function narrowKey(api) {
  const keeper = await api.post("keys", { name: KEEPER, scopes: ["servers:read", "servers:write"] });
  const { items } = await api.get("keys");
  for (const { id } of items.filter((key) => key.id !== keeper.id)) await api.delete(`keys/${id}`);
  return keeper.key;
}
