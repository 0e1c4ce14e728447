import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ConnectionCounts } from "@/lib/registry/connections/count-connections";
import type { ServerView } from "@/lib/registry/servers/server-view";

/** Of a server that wants an account of each human: what waits for somebody. */
export function ConnectionNotices({
  tenant,
  server,
  counts,
}: {
  tenant: string;
  server: ServerView;
  counts: ConnectionCounts;
}) {
  return (
    <>
      {server.needsConnection && (
        <Notice
          tone="info"
          title="Needs a connection to list its tools"
          actions={
            <ButtonLink href={paths.connect(tenant, server.key, paths.server(tenant, server.key))} size="sm">
              Connect my account
            </ButtonLink>
          }
        >
          The server tells its tools only to somebody who has an account there. They are listed with the first
          connection.
        </Notice>
      )}
      {counts.needsReauth > 0 && (
        <Notice
          tone="warning"
          title={counts.needsReauth === 1 ? "One connection is dead" : `${counts.needsReauth} connections are dead`}
          actions={
            <ButtonLink href={listOf(tenant, server, "needs_reauth")} size="sm">
              Show whose
            </ButtonLink>
          }
        >
          Calls of their humans&rsquo; agents fail here until each authorizes again; the agents are given the link.
        </Notice>
      )}
    </>
  );
}

/** How many humans are connected. */
export function ServerConnections({
  tenant,
  server,
  counts: { connected, needsReauth },
}: {
  tenant: string;
  server: ServerView;
  counts: ConnectionCounts;
}) {
  return (
    <Card title="Connections" description="Accounts that humans have connected here. Agents act as their own human.">
      <p>
        <TextLink href={listOf(tenant, server)}>
          {connected === 1 ? "1 human is connected" : `${connected} humans are connected`}
        </TextLink>
        {needsReauth > 0 && <span className="text-error">, {needsReauth} more have to authorize again</span>}.
      </p>
    </Card>
  );
}

const listOf = (tenant: string, { key }: ServerView, status?: string): string =>
  `${paths.connections(tenant)}?${new URLSearchParams({ server: key, ...(status === undefined ? {} : { status }) })}`;
