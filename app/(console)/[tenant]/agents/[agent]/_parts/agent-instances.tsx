import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { instanceColumnsOfAgent } from "../../../_parts/instance-columns";
import { disconnectAllAction } from "../../actions";

export function AgentInstances({
  ctx,
  agent,
  instances,
  next,
}: {
  ctx: Ctx;
  agent: AgentView;
  instances: readonly InstanceView[];
  next: string | null;
}) {
  const { slug } = ctx.tenant;
  return (
    <Card
      flush
      title="Instances"
      description="One client of one human. What it may do is its consent, capped by the human's ceiling."
      className="self-start"
      actions={
        hasScope(ctx.scopes, "instances:write") && (
          <>
            <ButtonLink href={paths.newInstance(slug)} icon="plus">
              Connect an agent
            </ButtonLink>
            {agent.instances > 0 && (
              <ConfirmAction
                id="disconnect-all"
                action={disconnectAllAction.bind(null, slug)}
                fields={{ agent: agent.slug }}
                title={`Disconnect every instance of ${agent.name}?`}
                description={`${agent.instances === 1 ? "One instance" : `${agent.instances} instances`}, of whichever human: their tokens are worth nothing from the next call on, for good. What they did stays in the log.`}
                confirmLabel="Disconnect all"
                typed={agent.slug}
                done="They are disconnected."
                variant="danger-quiet"
                icon="unplug"
              >
                Disconnect all
              </ConfirmAction>
            )}
          </>
        )
      }
    >
      <DataTable
        caption="Instances"
        frame={false}
        columns={instanceColumnsOfAgent}
        rows={instances.map((instance) => ({ ...instance, tenant: slug }))}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon="agent" title="No instance">
            Nobody has this agent connected at present.
          </EmptyState>
        }
        foot={next === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(next)}`} />}
      />
    </Card>
  );
}
