import { LevelBadge } from "@/components/audit/level-badge";
import { EmptyCell } from "@/components/table/cells/empty-cell";
import { tableColumns } from "@/components/table/table-columns";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { StatusBadge } from "./status-badge";

export type InstanceRow = InstanceView & { tenant: string };
const column = tableColumns<InstanceRow>();

const toLabel = ({ tenant, id, label, agent }: InstanceRow) => ({
  href: paths.instance(tenant, agent.slug, id),
  text: label,
});
const label = column.link({ id: "label", header: "Instance", value: toLabel });
const labelWithAgent = column.link({
  id: "label",
  header: "Instance",
  value: (instance) => ({ ...toLabel(instance), note: instance.agent.name }),
});
const human = column.custom({
  id: "human",
  header: "Human",
  cell: ({ tenant, human }) => (
    <TextLink href={paths.human(tenant, human.key)} className="whitespace-nowrap">
      {human.name ?? human.email ?? human.key}
    </TextLink>
  ),
});
const consents = column.custom({
  id: "consents",
  header: "Consents",
  cell: ({ consents }) =>
    consents.length === 0 ? (
      <EmptyCell />
    ) : (
      <span className="flex flex-wrap gap-x-3 gap-y-1">
        {consents.map(({ server, serverName, level }) => (
          <span key={server} className="inline-flex items-center gap-1.5 whitespace-nowrap">
            {serverName} <LevelBadge level={level} quiet />
          </span>
        ))}
      </span>
    ),
});
const client = column.text({
  id: "client",
  header: "Client",
  wideOnly: true,
  value: ({ clientName, clientVersion }) => clientName && [clientName, clientVersion].filter(Boolean).join(" "),
});
const status = column.custom({
  id: "status",
  header: "Status",
  cell: ({ status }) => <StatusBadge status={status} />,
});
const connected = column.time({
  id: "connected",
  header: "Connected",
  value: ({ connectedAt }) => connectedAt,
  never: "not yet",
});

/** The instances of one human. */
export const instanceColumnsOfHuman = [labelWithAgent, consents, client, status, connected];
/** The instances of one agent. */
export const instanceColumnsOfAgent = [label, human, consents, client, status, connected];
