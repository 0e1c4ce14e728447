import http from "node:http";
import { startRuntime } from "@/lib/gateway/runtime";
import { createTenant } from "@/lib/registry/tenants/create-tenant";
import { importServer } from "@/lib/connections/import-server";
import { createHuman } from "@/lib/registry/humans/create-human";
import { putGrant } from "@/lib/registry/grants/put-grant";
import { createInstance } from "@/lib/registry/instances/create-instance";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import { createPolicy } from "@/lib/registry/policies/create-policy";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { present } from "@/lib/audit/present";
// @ts-ignore
import { startFixture } from "./e2e/outside/fixture-server.mjs";
// @ts-ignore
import { connectV1, connectV2 } from "./e2e/outside/clients.mjs";
const slug = "t" + Date.now().toString(36);
await startRuntime();
const srv = http.createServer((q, s) => { if (!globalThis.countersignRuntime!.serve(q, s)) { s.writeHead(404); s.end(); } }).listen(Number(process.env.PORT), "127.0.0.1");
const made = await createTenant({ slug, name: "T", organization: slug, owner: slug + "@example.com" });
console.log(made.tenant, made.key.slice(0, 8));
const t = (await findTenant(slug))!;
const ctx: any = { tenant: t, actor: { type: "system", id: "cli", name: "x" }, scopes: ["*"], surface: "cli", requestId: "r", ip: null, userAgent: null };
for (const era of ["legacy", "modern"] as const) {
  const f = await startFixture({ era });
  const s = await importServer(ctx, { key: era, name: era, description: "", url: f.url, auth: { kind: "none" } });
  console.log(s.era, s.protocolVersion, s.tools.map((x: any) => `${x.name}:${x.level}${x.state === "review" ? "?" : ""}`).join(" "));
  const h = await createHuman(ctx, { email: `alice-${era}@example.com`, name: "Alice" });
  await putGrant(ctx, { human: h.key, server: era, ceiling: "high" });
  const { instance, token } = await createInstance(ctx, { human: h.key, agent: "claude-code", consents: [{ server: era, level: era === "legacy" ? "high" : "medium" }] } as any);
  const url = `http://127.0.0.1:${process.env.PORT}/mcp/${slug}/${era}`;
  const opens = era === "legacy" ? [["v1", () => connectV1(url, token)], ["v2l", () => connectV2(url, token, "legacy")], ["v2a", () => connectV2(url, token, "auto")]] : [["v2m", () => connectV2(url, token, "modern")], ["v2a", () => connectV2(url, token, "auto")]];
  for (const [n, open] of opens as any) {
    try {
      const c = await open();
      const l = await c.client.listTools();
      console.log(n, "tools", l.tools.length);
      const v1 = n === "v1";
      const call = (p: any, o: any = {}) => v1 ? c.client.callTool(p, undefined, o) : c.client.callTool(p, o);
      console.log(n, JSON.stringify(await call({ name: "echo", arguments: { text: "hi" } })).slice(0, 300));
      let k = 0; const pr = await call({ name: "progress", arguments: { steps: 3, gapMs: 10 } }, { onprogress: () => k++ }); console.log(n, "progress", k, JSON.stringify(pr).slice(0, 80));
      console.log(n, JSON.stringify(await call({ name: "fails", arguments: { message: "boo" } })).slice(0, 200));
      for (const bad of ["closes_connection", "redirects", "malformed_json", "malformed_sse", "wrong_id", "throws", "nope", "delete_repo"]) console.log(n, bad, await call({ name: bad, arguments: { repo: "x" } }).then((r: any) => JSON.stringify(r).slice(0, 160), (e: any) => "ERR " + e.message));
      await c.close();
    } catch (e) { console.log(n, "FAILED", e); }
  }
  await f.stop();
}
const page = await queryAudit(ctx, { ...emptySearch(), limit: 200 });
for (const e of page.items.slice(0, 40)) console.log(e.occurredAt.slice(11, 23), e.type, e.outcome, "|", present(e).sentence, "|", e.error?.type ?? "");
console.log(JSON.stringify(page.items.find(e => e.type === "gateway.tool.executed"), null, 1));
console.log(JSON.stringify(page.items.find(e => e.type === "agent.connected")?.buckets));
await globalThis.countersignRuntime!.drain(); srv.close(); process.exit(0);
