import "server-only";
import { deleteAgent } from "@/lib/registry/agents/delete-agent";
import { getAgent } from "@/lib/registry/agents/get-agent";
import { ListAgentsInput, listAgents } from "@/lib/registry/agents/list-agents";
import { listClientsOfAgent } from "@/lib/registry/agents/list-clients-of-agent";
import { UpdateAgentInput, updateAgent } from "@/lib/registry/agents/update-agent";
import { family } from "./operation";

const { get, patch, del } = family("Agents");

export const agents = {
  listAgents: get("agents", {
    summary: "List agents",
    may: "agents:read",
    query: ListAgentsInput,
    answer: "A page of agents, by slug.",
    run: (ctx, { query }) => listAgents(ctx, query),
  }),
  getAgent: get("agents/{slug}", {
    summary: "Get an agent",
    may: "agents:read",
    answer: "The agent.",
    run: (ctx, { params }) => getAgent(ctx, params.slug),
  }),
  listAgentClients: get("agents/{slug}/clients", {
    summary: "List the OAuth clients of an agent",
    may: "agents:read",
    answer: "At most a hundred clients, the last used first. Never a secret.",
    run: async (ctx, { params }) => ({ items: await listClientsOfAgent(ctx, params.slug) }),
  }),
  updateAgent: patch("agents/{slug}", {
    summary: "Rename, tag, suspend or resume an agent",
    description: "Every instance of a suspended agent is denied from its next call on.",
    may: "agents:write",
    body: UpdateAgentInput,
    answer: "The agent.",
    run: (ctx, { params, body }) => updateAgent(ctx, params.slug, body),
  }),
  deleteAgent: del("agents/{slug}", {
    summary: "Delete an agent",
    may: "agents:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deleteAgent(ctx, params.slug),
  }),
};
