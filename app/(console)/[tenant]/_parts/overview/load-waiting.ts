import { getLogHealth, type LogHealth } from "@/lib/audit/health/get-log-health";
import type { Ctx } from "@/lib/kernel/ctx";
import { hasScope } from "@/lib/kernel/scope";
import { listWaitingRequests, type WaitingRequest } from "@/lib/registry/attention/list-waiting-requests";
import { listWaitingTools, type WaitingTools } from "@/lib/registry/attention/list-waiting-tools";
import type { ConnectionView } from "@/lib/registry/connections/connection-view";
import { listConnections } from "@/lib/registry/connections/list-connections";
import type { HealthJudgement } from "@/lib/registry/servers/judge-health";
import { listServerStates } from "@/lib/registry/servers/list-server-states";
import { listServers } from "@/lib/registry/servers/list-servers";

type Some<T> = { items: T[]; isMore: boolean };

/** What waits for somebody. What the asker may not read is not among it. */
export type Waiting = {
  log: LogHealth;
  servers: ({ key: string; name: string } & HealthJudgement)[];
  tools: Some<WaitingTools>;
  connections: Some<ConnectionView>;
  requests: Some<WaitingRequest>;
  /** Whether the asker may answer a request. */
  mayRefuse: boolean;
};

const none = { items: [], isMore: false };
/** As many servers as are looked at, and connections that are counted. */
const serversMax = 50;
const connectionsMax = 50;

export async function loadWaiting(ctx: Ctx): Promise<Waiting> {
  const may = (scope: Parameters<typeof hasScope>[1]) => hasScope(ctx.scopes, scope);
  const [log, servers, tools, connections, requests] = await Promise.all([
    getLogHealth(ctx),
    may("servers:read") ? loadServers(ctx) : [],
    may("servers:read") ? listWaitingTools(ctx) : none,
    may("connections:read") ? loadConnections(ctx) : none,
    may("grants:read") ? listWaitingRequests(ctx) : none,
  ]);
  return { log, servers, tools, connections, requests, mayRefuse: may("grants:write") };
}

async function loadServers(ctx: Ctx): Promise<Waiting["servers"]> {
  const { items } = await listServers(ctx, { limit: serversMax });
  const enabled = items.filter((server) => server.enabled);
  const states = await listServerStates(ctx, enabled);
  return enabled.flatMap(({ id, key, name }) => {
    const judged = states.get(id);
    return judged === undefined || judged.state === "healthy" || judged.state === "unknown"
      ? []
      : [{ key, name, ...judged }];
  });
}

async function loadConnections(ctx: Ctx): Promise<Waiting["connections"]> {
  const { items, nextCursor } = await listConnections(ctx, { status: "needs_reauth", limit: connectionsMax });
  return { items, isMore: nextCursor !== null };
}
