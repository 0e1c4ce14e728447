import { AccessSummary } from "@/components/me/access-summary";
import { toAccessWords } from "@/components/me/access-words";
import { toClientWords, toPauseWords } from "@/components/me/client-words";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { nowMs } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import type { Access } from "@/lib/registry/decisions/load-access";
import type { MyInstanceView } from "@/lib/registry/mine/list-my-instances";
import { StatusBadge } from "../../(console)/[tenant]/_parts/status-badge";
import { InstanceActions } from "./instance-actions";

/** One agent that acts for the human: who it is, what it may do right now, and what can be done about it. */
export function MyAgent({
  tenant,
  instance,
  access,
}: {
  tenant: string;
  instance: MyInstanceView;
  access: readonly Access[];
}) {
  const { id, label, agent, status } = instance;
  const paused = toPauseWords(instance);
  const given = access.filter(({ consent }) => consent !== null);
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          <TextLink href={paths.myInstance(tenant, id)}>{label}</TextLink>
          <StatusBadge status={status} />
        </span>
      }
      description={`${label === agent.name ? "" : `${agent.name}. `}${toClientWords(instance)}.`}
      actions={
        <>
          <ButtonLink href={paths.myInstance(tenant, id)} icon="settings">
            Change
          </ButtonLink>
          <InstanceActions tenant={tenant} instance={instance} />
        </>
      }
      foot={
        <>
          <span>
            {instance.connectedAt === null ? (
              "Has not called yet."
            ) : (
              <>
                Connected <Time value={instance.connectedAt} />.
              </>
            )}{" "}
            {instance.lastCallAt !== null && (
              <>
                Last call <Time value={instance.lastCallAt} />.
              </>
            )}
          </span>
          <TextLink href={paths.myEvents(tenant, `instance=${encodeURIComponent(id)}`)}>What it did</TextLink>
        </>
      }
    >
      {paused !== undefined && (
        <Notice tone="warning" className="mb-3">
          {paused}
        </Notice>
      )}
      {given.length === 0 ? (
        <p>May use no server. You have let it do nothing, or taken it back.</p>
      ) : (
        <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
          {given.map((one) => (
            <div key={one.server.key} className="contents">
              <dt className="min-w-0 pt-0.5 font-medium max-sm:-mb-2 [overflow-wrap:anywhere]">
                {one.server.name}
                {one.expiresAt !== null && (
                  <span className="block font-normal text-fg-muted text-xs">
                    ends <Time value={one.expiresAt} />
                  </span>
                )}
              </dt>
              <dd className="min-w-0">
                <AccessSummary words={toAccessWords(one, nowMs())} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
