import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { ConnectionState } from "@/lib/registry/connections/list-connection-states";
import { ConnectionBadge } from "./connection-badge";
import { ScopeList } from "./scope-list";

/**
 * A human's own connections in one environment: how each stands, and the way to connect, authorize again or disconnect. `then`: the path
 * to come back to. `endAction` gives the button that disconnects.
 */
export function MyConnections({
  tenant,
  connections,
  then,
  endAction,
}: {
  tenant: string;
  connections: readonly ConnectionState[];
  then?: string | undefined;
  endAction?: ((connection: ConnectionState) => ReactNode) | undefined;
}) {
  if (connections.length === 0)
    return (
      <EmptyState icon="connection" title="No server here wants an account of yours">
        Agents use the servers of this environment without one.
      </EmptyState>
    );
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {connections.map((connection) => (
        <li
          key={connection.server}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-(--card-x) py-(--card-y)"
        >
          <div className="grid min-w-0 flex-1 basis-64 gap-1">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{connection.serverName}</span>
              <ConnectionBadge status={connection.status} own />
            </p>
            <Facts connection={connection} />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {connection.enabled && (connection.granted || connection.status !== "none") && (
              <ButtonLink
                href={paths.connect(tenant, connection.server, then)}
                size="sm"
                variant={connection.status === "connected" ? "secondary" : "primary"}
                aria-label={`${wayOf(connection.status)} ${connection.serverName}`}
              >
                {wayOf(connection.status)}
              </ButtonLink>
            )}
            {(connection.status === "connected" || connection.status === "needs_reauth") && endAction?.(connection)}
          </div>
        </li>
      ))}
    </ul>
  );
}

const ways = {
  none: "Connect",
  revoked: "Connect",
  needs_reauth: "Authorize again",
  connected: "Change account",
} as const satisfies Record<ConnectionState["status"], string>;
const wayOf = (status: ConnectionState["status"]): string => ways[status];

function Facts({ connection }: { connection: ConnectionState }) {
  const { status, host, account, scopes, lastUsedAt, lastError } = connection;
  return (
    <>
      <p className="min-w-0 truncate text-fg-muted text-xs">
        <span className="font-mono">{host}</span>
        {account !== null && <> as {account}</>}
        {lastUsedAt !== null && (
          <>
            , last used <Time value={lastUsedAt} />
          </>
        )}
      </p>
      {status === "connected" && <ScopeList scopes={scopes} />}
      {status === "needs_reauth" && lastError !== null && <p className="text-error text-xs">{lastError}</p>}
    </>
  );
}
