/**
 * A tenant as a busy organization has it, made by the product's own verbs: calls that were decided and recorded as the gateway
 * does, a server with many tools, policies with conditions, agents with instances. Prints what the browser has to know.
 */
import { parseArgs } from "node:util";
import { openLog } from "@/lib/audit/open-log";
import { loadDraftSet } from "@/lib/registry/decisions/load-draft-set";
import { loadStandings, loadToolsOf } from "@/lib/registry/decisions/load-standings";
import { createInstance } from "@/lib/registry/instances/create-instance";
import { loadSchemas } from "@/lib/registry/load-schemas";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { transferSchema } from "@/prisma/world/make-transfers";
import { invoice, recordCall } from "../lib/record-call";

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
    const at = (i * 13) % known.length;
    const [standing, tool] = [standings[i % standings.length], known[at]];
    if (!standing || !tool) throw new Error("There is nobody, or nothing, to record a call of.");
    const call = { standing, tool, inputSchema: schemas[at], policies: set, arguments: invoice(i, 700) };
    await recordCall(ctx.tenant.no, call);
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
