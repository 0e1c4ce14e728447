import { compareDenials } from "@/lib/audit/compare-denials";
import { countCalls } from "@/lib/audit/count-calls";
import { type AuditPage, queryAudit } from "@/lib/audit/query";
import { emptySearch, toolCallTypes } from "@/lib/audit/search";
import { summarizeAudit } from "@/lib/audit/summarize";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listNewcomers } from "@/lib/registry/attention/list-newcomers";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { listReports } from "@/lib/registry/reports/list-reports";
import { listServers } from "@/lib/registry/servers/list-servers";
import { startPart } from "../part";
import { changeTypes } from "./change-types";
import { loadWaiting } from "./load-waiting";
import { backMaxDays, type Range } from "./read-range";
import type { SetupStep } from "./setup-checklist";

const dayMs = 86_400_000;
const shown = 8;

/** What the overview begins with: how far the tenant is set up, where agents go, and what humans have reported. Each from a bounded query. */
export async function loadOverview(ctx: Ctx) {
  const may = (scope: Parameters<typeof hasScope>[1]) => hasScope(ctx.scopes, scope);
  const nothing = { items: [] };
  const [firstCall, servers, grants, instances, reports] = await Promise.all([
    queryAudit(ctx, { ...emptySearch(), type: [...toolCallTypes], limit: 1 }),
    may("servers:read") ? listServers(ctx, { limit: shown }) : nothing,
    may("grants:read") ? listGrants(ctx, { limit: 1 }) : nothing,
    may("instances:read") ? listInstances(ctx, { limit: 1 }) : nothing,
    listReports(ctx, { state: "open", limit: 20 }),
  ]);
  const has = {
    servers: servers.items.length > 0,
    grants: grants.items.length > 0,
    instances: instances.items.length > 0,
    calls: firstCall.items.length > 0,
  };
  return { servers: servers.items, reports, hasCalls: has.calls, steps: toSteps(ctx, has) };
}

/** What happened, part by part. No part holds up another, and what they cost is bounded, however much there was. */
export function startOverview(ctx: Ctx, range: Range) {
  const { from, to } = range;
  const length = Date.parse(to) - Date.parse(from);
  const before = new Date(Date.parse(from) - length).toISOString();
  const days = length > 7 * dayMs ? backMaxDays : 7;
  const chart = { ...emptySearch(), from: new Date(Date.parse(to) - days * dayMs).toISOString(), to };
  const latest = async (search: Partial<ReturnType<typeof emptySearch>>) =>
    (await queryAudit(ctx, { ...emptySearch(), limit: shown, ...search })).items;
  return {
    waiting: startPart(ctx, "What needs attention", () => loadWaiting(ctx)),
    figures: startPart(ctx, "The figures of the overview", async () => ({
      days,
      now: await countCalls(ctx, { from, to }),
      before: await countCalls(ctx, { from: before, to: from }),
      calls: (await summarizeAudit(ctx, { ...chart, type: [...toolCallTypes] }, [])).histogram,
      denials: (await summarizeAudit(ctx, { ...chart, outcome: ["denied"] }, [])).histogram,
    })),
    denials: startPart(ctx, "The denials of the overview", () => compareDenials(ctx, { from, to })),
    news: startPart(ctx, "The events of the overview", async () => ({
      denials: await latest({ outcome: ["denied"] }),
      events: await latest({}),
      changes: await latest({ type: [...changeTypes], from }),
    })),
    newcomers:
      hasScope(ctx.scopes, "agents:read") && hasScope(ctx.scopes, "instances:read")
        ? startPart(ctx, "New agents and instances", () => listNewcomers(ctx, from))
        : undefined,
  };
}

export type Event = AuditPage["items"][number];

/** From nothing to the first call. A step that one may not take has no link. */
function toSteps(
  ctx: Ctx,
  has: { servers: boolean; grants: boolean; instances: boolean; calls: boolean },
): readonly SetupStep[] {
  const { slug } = ctx.tenant;
  const may = (scope: Parameters<typeof hasScope>[1], href: string) => (hasScope(ctx.scopes, scope) ? href : undefined);
  return [
    {
      done: has.servers,
      title: "Import a server",
      text: "Its tools are read, and each gets a suggested level.",
      href: may("servers:write", paths.newServer(slug)),
    },
    {
      done: has.grants,
      title: "Add a human and grant a ceiling",
      text: "Who agents act for, and the most that they may let them do on the server.",
      href: may("humans:write", paths.humans(slug)),
    },
    {
      done: has.instances,
      title: "Connect an agent",
      text: "Claude Code, Cursor and others need the address only. The quickstart says how, for each.",
      href: may("servers:read", paths.quickstart(slug)),
    },
    {
      done: has.calls,
      title: "Make the first call",
      text: "Ask the agent for something. The call appears in the audit log, with why it was allowed.",
      href: may("events:read", paths.audit(slug)),
    },
  ];
}
