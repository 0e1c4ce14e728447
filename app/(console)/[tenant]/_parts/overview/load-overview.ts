import { outcomes } from "@/lib/audit/event";
import { type AuditPage, queryAudit } from "@/lib/audit/query";
import { emptySearch, toolCallTypes } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { listReports } from "@/lib/registry/reports/list-reports";
import { listServers } from "@/lib/registry/servers/list-servers";
import type { Count } from "./last-day";
import type { SetupStep } from "./setup-checklist";

const dayMs = 86_400_000;
const shown = 8;
/** No count reads further than this: an overview must not cost more the more there is to see. */
const countedUpTo = 100;

/** Everything the overview shows, each part from a bounded query. */
export async function loadOverview(ctx: Ctx) {
  const calls = { ...emptySearch(), type: [...toolCallTypes] };
  const from = new Date(nowMs() - dayMs).toISOString();
  const [latest, denials, firstCall, counts, servers, grants, instances, reports] = await Promise.all([
    queryAudit(ctx, { ...emptySearch(), limit: shown }),
    queryAudit(ctx, { ...emptySearch(), outcome: ["denied"], limit: shown }),
    queryAudit(ctx, { ...calls, limit: 1 }),
    Promise.all(
      outcomes.map(async (outcome): Promise<Count> => {
        const found = await queryAudit(ctx, { ...calls, outcome: [outcome], from, limit: countedUpTo });
        return { outcome, count: found.items.length, isMore: found.nextCursor !== null };
      }),
    ),
    listServers(ctx, { limit: shown }),
    listGrants(ctx, { limit: 1 }),
    listInstances(ctx, { limit: 1 }),
    listReports(ctx, { state: "open", limit: 20 }),
  ]);
  return {
    latest: latest.items,
    denials: denials.items,
    servers: servers.items,
    reports,
    lastDay: counts,
    steps: toSteps(ctx, {
      servers: servers.items.length > 0,
      grants: grants.items.length > 0,
      instances: instances.items.length > 0,
      calls: firstCall.items.length > 0,
    }),
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
