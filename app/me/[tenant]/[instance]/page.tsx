import { AuditFeed } from "@/components/audit/audit-feed";
import { toClientWords, toPauseWords } from "@/components/me/client-words";
import { PageHeader } from "@/components/shell/page-header";
import { SectionHeader } from "@/components/shell/section-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { page } from "@/lib/console/page";
import { requireMyself, requireUser } from "@/lib/console/require-myself";
import { paths } from "@/lib/kernel/paths";
import { expiryChoices } from "@/lib/oauth/authorize/expiries";
import { consentDaysOf } from "@/lib/registry/consents/consent-days-of";
import { listMyAccess } from "@/lib/registry/mine/list-my-access";
import { getMyInstance } from "@/lib/registry/mine/list-my-instances";
import { StatusBadge } from "../../../(console)/[tenant]/_parts/status-badge";
import { InstanceActions } from "../../_parts/instance-actions";
import { MyFrame } from "../../_parts/my-frame";
import { MyServer } from "./_parts/my-server";
import { TimeBox } from "./_parts/time-box";

export const metadata = { title: "Your agent" };

type Props = { params: Promise<{ tenant: string; instance: string }> };

/** One agent that acts for whoever is signed in: everything it may do, and what they can change about that. */
export default page(async ({ params }: Props) => {
  const { tenant, instance: id } = await params;
  const here = paths.myInstance(tenant, id);
  const user = await requireUser(here);
  const ctx = await requireMyself(tenant, here);
  const instance = await getMyInstance(ctx, id);
  const [access, latest, days] = await Promise.all([
    listMyAccess(ctx, id),
    queryAudit(ctx, { ...emptySearch(), instance: [id], limit: 8 }),
    consentDaysOf(ctx),
  ]);
  const { label, status, agent, connectedAt, lastCallAt, grantExpiresAt, createdAt } = instance;
  const isLive = status !== "disconnected";
  const paused = toPauseWords(instance);
  return (
    <MyFrame
      user={user}
      header={
        <PageHeader
          crumbs={[{ label: "Your agents", href: paths.me() }]}
          title={label}
          badge={<StatusBadge status={status} />}
          description={`${label === agent.name ? "" : `${agent.name}. `}${toClientWords(instance)}.`}
          actions={<InstanceActions tenant={tenant} instance={instance} />}
        />
      }
    >
      <div className="grid grid-cols-1 gap-4">
        {paused !== undefined && <Notice tone="warning">{paused}</Notice>}
        {!isLive && (
          <Notice>It is disconnected: it may do nothing. Connect it anew to let it act for you again.</Notice>
        )}
        {isLive &&
          access.map((one) => (
            <MyServer
              key={one.server.key}
              tenant={tenant}
              access={one}
              excluded={instance.consents.find(({ server }) => server === one.server.key)?.excludedTools ?? []}
              lengths={expiryChoices(days)}
              isLive
            />
          ))}
        {isLive && instance.consents.length > 0 && <TimeBox tenant={tenant} instance={id} />}
        <Card title="Details">
          <KeyValues columns={2}>
            <KeyValue name="Connected">
              {connectedAt === null ? "Not yet" : <Time value={connectedAt} format="full" />}
            </KeyValue>
            <KeyValue name="Last call">{lastCallAt !== null && <Time value={lastCallAt} format="full" />}</KeyValue>
            <KeyValue name="Let in">
              <Time value={createdAt} format="full" />
            </KeyValue>
            <KeyValue name="Signed in until">
              {grantExpiresAt === null ? "You disconnect it" : <Time value={grantExpiresAt} format="full" />}
            </KeyValue>
            <KeyValue name="Client id" mono>
              {instance.oauthClient?.clientId}
            </KeyValue>
            <KeyValue name="Instance id" mono copy={id}>
              {id}
            </KeyValue>
          </KeyValues>
        </Card>
      </div>
      <SectionHeader
        title="What it did"
        actions={
          <ButtonLink href={paths.myEvents(tenant, `instance=${encodeURIComponent(id)}`)} size="sm">
            Everything it did
          </ButtonLink>
        }
      />
      <AuditFeed
        tenant={tenant}
        events={latest.items}
        complete
        own
        label={`Events of ${label}`}
        empty={<p className="text-fg-muted">Nothing yet.</p>}
      />
    </MyFrame>
  );
});
