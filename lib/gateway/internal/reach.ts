import "server-only";
import { type Buckets, classify, toBuckets } from "@/lib/policy/buckets";
import type { PolicySet } from "@/lib/policy/policy-set";
import type { Circumstances } from "@/lib/policy/question";
import { toCircumstances } from "@/lib/registry/circumstances";
import type { Principal } from "@/lib/registry/load-principal";
import { loadReach, type Reach } from "@/lib/registry/load-reach";
import { loadSchemas } from "@/lib/registry/load-schemas";

/** The circumstances of every tool of one server, whatever a call will bring. */
async function circumstancesOf(
  { tenant, agent, human, instance }: Principal,
  { server, tools, ceiling, consent }: Reach,
  policies: PolicySet,
): Promise<Circumstances[]> {
  const schemas = server.enforceSchema ? await loadSchemas(tenant.no, tools) : [];
  // Written out: spreading the principal for each of 500 tools was a quarter of a list.
  const all = { agent, human, instance, serverKey: server.key, server, ceiling, consent };
  return tools.map((tool, i) =>
    toCircumstances({ ...all, toolName: tool.name, tool, inputSchema: schemas[i] }, policies, null),
  );
}

/** Names of the tools that this principal may use on a server, some with some arguments only. */
export async function visibleTools(principal: Principal, reach: Reach, policies: PolicySet): Promise<string[]> {
  const tools = await circumstancesOf(principal, reach, policies);
  return tools.filter((tool) => classify(tool).bucket !== "denied").map(({ toolName }) => toolName);
}

/** The three buckets of an instance over every server that its human consented to. */
export async function bucketsOf(principal: Principal, policies: PolicySet): Promise<Buckets> {
  const reaches = await loadReach(principal.tenant.no, principal.instance.id, null);
  const consented = reaches.filter((reach) => reach.consent !== null);
  const tools = await Promise.all(consented.map((reach) => circumstancesOf(principal, reach, policies)));
  return toBuckets(tools.flat());
}
