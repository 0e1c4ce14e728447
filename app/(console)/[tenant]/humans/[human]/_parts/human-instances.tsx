import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { HumanView } from "@/lib/registry/humans/human-view";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { instanceColumnsOfHuman } from "../../../_parts/instance-columns";
import { disconnectAllAction } from "../../../agents/actions";

/** The clients that act for one human. */
export function HumanInstances({
  ctx,
  human,
  instances,
  isCut,
}: {
  ctx: Ctx;
  human: HumanView;
  instances: readonly InstanceView[];
  isCut: boolean;
}) {
  const { slug } = ctx.tenant;
  const mayConnect = hasScope(ctx.scopes, "instances:write");
  return (
    <Card
      flush
      title="Connected agents"
      description="Each instance is one client with a token of its own."
      actions={
        mayConnect && (
          <>
            <ButtonLink href={`${paths.newInstance(slug)}?${new URLSearchParams({ human: human.key })}`} icon="plus">
              Connect an agent
            </ButtonLink>
            {instances.some(({ status }) => status !== "disconnected") && (
              <ConfirmAction
                id="disconnect-all"
                action={disconnectAllAction.bind(null, slug)}
                fields={{ human: human.key }}
                title={`Disconnect every agent of ${human.name ?? human.email ?? human.key}?`}
                description="Their tokens are worth nothing from the next call on, for good. What they did stays in the log."
                confirmLabel="Disconnect all"
                typed={human.key}
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
      {...(isCut ? { foot: "These are the newest. The agents' own pages show every instance." } : {})}
    >
      <DataTable
        caption="Instances"
        frame={false}
        columns={instanceColumnsOfHuman}
        rows={instances.map((instance) => ({ ...instance, tenant: slug }))}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon="agent" title="No agent acts for this human yet">
            Connect one here, or let the human do it from their client.
          </EmptyState>
        }
      />
    </Card>
  );
}
