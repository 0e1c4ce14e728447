import { EmptyCell } from "@/components/table/cells/empty-cell";
import { tableColumns } from "@/components/table/table-columns";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { paths } from "@/lib/kernel/paths";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import { StatusBadge } from "../../_parts/status-badge";

const column = tableColumns<AgentView & { tenant: string }>();

export const agentColumns = [
  column.link({
    id: "name",
    header: "Agent",
    value: ({ tenant, slug, name }) => ({
      href: paths.agent(tenant, slug),
      text: name,
      note: <span className="font-mono">{slug}</span>,
      lead: <Avatar name={name} shape="square" />,
    }),
  }),
  column.custom({ id: "status", header: "Status", cell: ({ status }) => <StatusBadge status={status} /> }),
  column.number({ id: "instances", header: "Instances", value: ({ instances }) => instances }),
  column.custom({
    id: "tags",
    header: "Tags",
    wideOnly: true,
    cell: ({ tags }) =>
      tags.length === 0 ? (
        <EmptyCell />
      ) : (
        <span className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
  }),
  column.time({ id: "created", header: "First seen", value: ({ createdAt }) => createdAt }),
];
