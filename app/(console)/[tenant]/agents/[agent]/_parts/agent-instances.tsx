import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { instanceColumnsOfAgent } from "../../../_parts/instance-columns";

export function AgentInstances({
  ctx,
  instances,
  next,
}: {
  ctx: Ctx;
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
          <ButtonLink href={paths.newInstance(slug)} icon="plus">
            Connect an agent
          </ButtonLink>
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
