import { AuditFeed } from "@/components/audit/audit-feed";
import { MyConnections } from "@/components/connections/my-connections";
import { SectionHeader } from "@/components/shell/section-header";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { requireMyself } from "@/lib/console/require-myself";
import { paths } from "@/lib/kernel/paths";
import { listConnectionStates } from "@/lib/registry/connections/list-connection-states";
import type { HumanOfUser } from "@/lib/registry/humans/humans-of-user";
import { listAllMyAccess } from "@/lib/registry/mine/list-my-access";
import { listMyInstances } from "@/lib/registry/mine/list-my-instances";
import { listMyReports } from "@/lib/registry/mine/list-my-reports";
import { ConfirmAction } from "../../(console)/[tenant]/_parts/confirm-action";
import { endConnectionAction } from "../actions";
import { MyAgent } from "./my-agent";
import { MyReports } from "./my-reports";

const shown = 8;

/** What acts for a human in one environment, and the newest of what was done under their authority there. */
export async function MyEnvironment({ of }: { of: HumanOfUser }) {
  const { slug } = of.tenant;
  const name = `${of.organizationName} · ${of.tenantName}`;
  const ctx = await requireMyself(slug);
  const [instances, access, latest, reports, connections] = await Promise.all([
    listMyInstances(ctx),
    listAllMyAccess(ctx),
    queryAudit(ctx, { ...emptySearch(), limit: shown }),
    listMyReports(ctx),
    listConnectionStates(ctx),
  ]);
  return (
    <section aria-label={name} className="grid grid-cols-1 gap-3 pb-4">
      <SectionHeader title={`Agents that act for you in ${name}`} />
      {of.human.status === "suspended" && (
        <Notice tone="warning" title="An administrator has suspended you here">
          No agent can act for you until they resume it. You can see what happened, and disconnect agents.
        </Notice>
      )}
      {instances.length === 0 ? (
        <div className="rounded-lg border border-line">
          <EmptyState icon="agent" title="No agent acts for you here">
            Add this gateway to your agent. It will ask you what it may do, and then it stands here.
          </EmptyState>
        </div>
      ) : (
        instances.map((instance) => (
          <MyAgent key={instance.id} tenant={slug} instance={instance} access={access.get(instance.id) ?? []} />
        ))
      )}
      <MyReports tenant={slug} reports={reports} />
      {connections.length > 0 && (
        <>
          <SectionHeader
            title={`Your accounts in ${name}`}
            description="At servers that want one. Agents use them when they act for you, and nobody else's agents do."
          />
          <MyConnections
            tenant={slug}
            connections={connections}
            then={paths.me()}
            endAction={({ server, serverName }) => (
              <ConfirmAction
                id={`end-${slug}-${server}`}
                action={endConnectionAction.bind(null, slug)}
                fields={{ server }}
                title={`Disconnect your account at ${serverName}?`}
                description="It is revoked there, too, where that is offered. Your agents cannot use the server until you connect again."
                confirmLabel="Disconnect"
                done={`Your account at ${serverName} is disconnected.`}
                label={`Disconnect your account at ${serverName}`}
                variant="danger-quiet"
                size="sm"
                icon="unplug"
              >
                Disconnect
              </ConfirmAction>
            )}
          />
        </>
      )}
      <SectionHeader
        title={`Done under your authority in ${name}`}
        description="By your agents, by you, and by administrators about you. Nobody else's."
        actions={
          <ButtonLink href={paths.myEvents(slug)} size="sm">
            Everything under your authority
          </ButtonLink>
        }
      />
      <AuditFeed
        tenant={slug}
        events={latest.items}
        complete
        own
        label={`Events under your authority in ${name}`}
        empty={<p className="text-fg-muted">Nothing yet.</p>}
      />
    </section>
  );
}
