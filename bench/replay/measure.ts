import { parseArgs } from "node:util";
import { openLog } from "@/lib/audit/open-log";
import { comparePolicies } from "@/lib/registry/decisions/compare-policies";
import { loadDraftSet } from "@/lib/registry/decisions/load-draft-set";
import { loadStandings, loadToolsOf } from "@/lib/registry/decisions/load-standings";
import { type ReplayedPolicies, replayPolicies } from "@/lib/registry/decisions/replay-policies";
import { createInstance } from "@/lib/registry/instances/create-instance";
import { loadSchemas } from "@/lib/registry/load-schemas";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { makeHuman } from "@/prisma/world/make-human";
import { makeTenant } from "@/prisma/world/make-tenant";
import { makeTransfers } from "@/prisma/world/make-transfers";
import { invoice, recordCall } from "../lib/record-call";

const { values } = parseArgs({
  options: { calls: { type: "string", default: "100000" }, instances: { type: "string", default: "250" } },
});
const calls = Number(values.calls);
const live = Number(values.instances);

const log = await openLog();
const world = await makeTenant();
const ctx = world.ctx("owner");
const server = await makeTransfers(world);
const ids: string[] = [];
for (let i = 0; i < live; i += 1) {
  const human = await makeHuman(world, { ceilings: { bank: "high" } });
  const { instance } = await createInstance(ctx, {
    human: human.key,
    agent: `agent-${i % 5}`,
    consents: [{ server: "bank", level: "high" }],
  });
  ids.push(instance.id);
}
await createPolicy(ctx, {
  name: "Cap",
  effect: "deny",
  status: "active",
  scope: { tools: ["transfer"] },
  unless: "args.amount < 10000",
});

const standings = await loadStandings(ctx.tenant.no, ids, server.id);
const [transfer] = (await loadToolsOf(ctx.tenant.no, [server.id], "transfer")).get(server.id) ?? [];
if (!transfer) throw new Error("There is no tool.");
const [inputSchema] = await loadSchemas(ctx.tenant.no, [transfer]);
const policies = await loadDraftSet(ctx, undefined);

let recorded = 0;
const writing = performance.now();
async function writer(): Promise<void> {
  while (recorded < calls) {
    const i = recorded;
    recorded += 1;
    const standing = standings[i % standings.length];
    if (!standing || !transfer) return;
    const call = { standing, tool: transfer, inputSchema, policies, arguments: invoice(i, 2_000) };
    await recordCall(ctx.tenant.no, call);
  }
}
await Promise.all(Array.from({ length: 200 }, writer));
console.error(`recorded ${calls} calls in ${((performance.now() - writing) / 1000).toFixed(1)} s`);

const rule = { name: "Draft", effect: "deny" as const, scope: { tools: ["transfer"] } };
const drafts = {
  "a number": { rule: { ...rule, unless: "args.amount < 500" } },
  "a text and a list of values": {
    rule: { ...rule, when: 'args.memo.glob("Invoice *7") && args.currency in ["USD"]' },
  },
  "the policy taken out": { policy: policies.policies.find(({ name }) => name === "Cap")?.id ?? "", rule: null },
};
console.log(
  "| replay of a draft about | calls | seconds | CPU µs per call | newly denied | heap MiB |\n|---|---|---|---|---|---|",
);
for (const [what, draft] of Object.entries(drafts)) {
  const started = performance.now();
  const before = process.cpuUsage();
  let result: ReplayedPolicies | undefined;
  for await (const step of replayPolicies(ctx, { draft, limit: calls })) if ("result" in step) result = step.result;
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(before);
  const cpu = ((used.user + used.system) / calls).toFixed(1);
  const heap = (process.memoryUsage().heapUsed / 2 ** 20).toFixed(0);
  console.log(
    `| ${what} | ${result?.total} | ${seconds.toFixed(1)} | ${cpu} | ${result?.counts.newlyDenied} | ${heap} |`,
  );
}
const started = performance.now();
const { instances, counts } = await comparePolicies(ctx, { draft: drafts["a number"] });
console.log(
  `\nImpact on ${instances} instances: ${(performance.now() - started).toFixed(0)} ms, ${counts.narrower} tools narrower.`,
);
await log.close();
process.exit(0);
