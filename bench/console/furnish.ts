/**
 * A tenant as a busy organization has it, made by the product's own verbs: calls that were decided and recorded as the gateway
 * does, a server with many tools, policies with conditions, agents with instances. Prints what the browser has to know.
 */
import { parseArgs } from "node:util";
import type { EventDraft } from "@/lib/audit/draft";
import { recordNow } from "@/lib/audit/journal";
import { openLog } from "@/lib/audit/open-log";
import { newPayload, payloadCommitment } from "@/lib/audit/payload";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { decide } from "@/lib/policy/decide";
import { toStoredFacts } from "@/lib/policy/stored-facts";
import { toCircumstances } from "@/lib/registry/circumstances";
import { loadDraftSet } from "@/lib/registry/decisions/load-draft-set";
import { loadStandings, loadToolsOf } from "@/lib/registry/decisions/load-standings";
import { createInstance } from "@/lib/registry/instances/create-instance";
import { loadSchemas } from "@/lib/registry/load-schemas";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { transferSchema } from "@/prisma/world/make-transfers";

const { values } = parseArgs({
  options: { events: { type: "string" }, tools: { type: "string" }, policies: { type: "string" } },
});
const [events, tools, policies] = [values.events, values.tools, values.policies].map(Number) as [
  number,
  number,
  number,
];
const agents = 40;
const humans = 60;
const levels = ["low", "medium", "high"] as const;

const log = await openLog();
const world = await makeTenant();
const ctx = world.ctx("owner");
const server = await makeServer(world, {
  key: "bank",
  name: "Bank",
  tools: Array.from({ length: tools }, (_, i) => ({
    name: `transfer_${i}`,
    level: levels[i % 3] ?? "low",
    inputSchema: transferSchema,
  })),
});
const ids: string[] = [];
for (let i = 0; i < humans; i += 1) {
  const human = await makeHuman(world, { subject: `person-${i}`, name: `Person ${i}`, ceilings: { bank: "high" } });
  for (const slug of [`agent-${i % agents}`, `agent-${(i * 7) % agents}`]) {
    const consents = [{ server: "bank", level: levels[i % 3] ?? "low" }];
    ids.push((await createInstance(ctx, { human: human.key, agent: slug, consents })).instance.id);
  }
}
// One more is there from the beginning: it allows what trust permits.
let edited = "";
for (let i = 1; i < policies; i += 1) {
  const { id } = await createPolicy(ctx, {
    name: `Rule ${i}`,
    description: "Large amounts are for people.",
    effect: "deny",
    status: "active",
    scope: { tools: [`transfer_${i % tools}`], agents: [`agent-${i % agents}`] },
    when: `args.amount >= ${200 + i} && (args.currency in ["EUR", "USD"] || args.memo.glob("Invoice *${i}"))`,
  });
  edited = id;
}

const standings = await loadStandings(ctx.tenant.no, ids, server.id);
const known = ((await loadToolsOf(ctx.tenant.no, [server.id])).get(server.id) ?? []).slice(0, 50);
const schemas = await loadSchemas(ctx.tenant.no, known);
const set = await loadDraftSet(ctx, undefined);

let recorded = 0;
async function writer(): Promise<void> {
  while (recorded < events) {
    const i = recorded;
    recorded += 1;
    const standing = standings[i % standings.length];
    const at = (i * 13) % known.length;
    const tool = known[at];
    if (!standing || !tool) throw new Error("There is nobody, or nothing, to record a call of.");
    const args = { amount: (i * 37) % 700, currency: i % 3 === 0 ? "USD" : "EUR", memo: `Invoice ${i}` };
    const asked = { ...standing, serverKey: "bank", toolName: tool.slug, tool, inputSchema: schemas[at] };
    const question = { ...toCircumstances(asked, set, null), arguments: args };
    const { decision, reason, policy, chain, policySetVersion } = decide(question);
    const payload = newPayload(args);
    const agent = { slug: standing.agent.slug, key: `agent|${standing.agent.slug}`, name: standing.agent.name };
    const draft: EventDraft = {
      type: decision === "allow" ? "gateway.tool.executed" : "gateway.tool.error",
      outcome: decision === "allow" ? "success" : "denied",
      occurredAtMs: nowMs(),
      actor: { type: "agent", key: agent.key, name: agent.name },
      requestId: newId("request"),
      surface: "mcp",
      human: { key: standing.human.key, name: standing.human.name, email: standing.human.email },
      agent,
      instance: { ...standing.instance, clientName: "c", clientVersion: "1", protocolVersion: "2025-11-25" },
      resource: { type: "server", key: "bank", name: "Bank" },
      server: "bank",
      tool: { name: tool.slug, slug: tool.slug, level: tool.level, definitionHash: tool.definitionHash },
      ...{ decision, reason, policy, chain },
      details: { policySetVersion, facts: toStoredFacts(question) },
      arguments: {
        ...{ bytes: JSON.stringify(args).length, keys: Object.keys(args), redacted: [] },
        ...{ commitment: payloadCommitment(payload) },
      },
      refs: {
        agent: { id: standing.agent.id, key: standing.agent.slug },
        instance: { id: standing.instance.id, key: standing.instance.id },
        human: { id: standing.human.id, key: standing.human.key },
        resource: { id: server.id, key: "bank" },
        tool: { id: tool.id, key: tool.slug },
        policy: { id: policy.id, key: policy.id },
      },
    };
    await recordNow(ctx.tenant.no, draft, payload);
  }
}
await Promise.all(Array.from({ length: 100 }, writer));
await log.close();
console.log(
  JSON.stringify({
    ...{ tenant: ctx.tenant.slug, server: server.key, policy: edited, agents, tools },
    ...{ email: `owner@${world.organization.toLowerCase().replaceAll(" ", "-")}.example` },
    password: "correct horse battery staple",
  }),
);
process.exit(0);
