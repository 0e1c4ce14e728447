import type { ReactNode } from "react";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { Access } from "@/lib/registry/decisions/load-access";
import { BucketBadge } from "./bucket-badge";
import { type AccessRow, WhyCell } from "./why-cell";

const column = tableColumns<AccessRow>();

const columns = [
  column.link({
    id: "instance",
    header: "Instance",
    value: ({ tenant, access: { agent, instance } }) => ({
      href: paths.instance(tenant, agent.slug, instance.id),
      text: instance.label,
    }),
  }),
  column.custom({
    id: "agent",
    header: "Agent",
    cell: ({ tenant, access: { agent } }) => (
      <TextLink href={paths.agent(tenant, agent.slug)} className="whitespace-nowrap">
        {agent.name}
      </TextLink>
    ),
  }),
  column.custom({
    id: "human",
    header: "Human",
    cell: ({ tenant, access: { human } }) => (
      <TextLink href={paths.human(tenant, human.key)} className="whitespace-nowrap">
        {human.name ?? human.email ?? human.key}
      </TextLink>
    ),
  }),
  column.custom({
    id: "bucket",
    header: "Bucket",
    width: "8rem",
    cell: ({ tool }) => <BucketBadge bucket={tool.bucket} />,
  }),
  column.custom({ id: "why", header: "Why", cell: (row) => <WhyCell {...row} /> }),
];

/** Who may use one tool: an instance a row. */
export function WhoMayUse({
  tenant,
  toolName,
  items,
  empty,
  foot,
}: {
  tenant: string;
  toolName: string;
  items: readonly Access[];
  empty: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <DataTable
      caption={`Who may use ${toolName}`}
      columns={columns}
      rows={items.flatMap((access) => access.tools.map((tool) => ({ tenant, access, tool })))}
      rowId={({ access }) => access.instance.id}
      empty={empty}
      foot={foot}
    />
  );
}
