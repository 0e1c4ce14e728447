import { tableColumns } from "@/components/table/table-columns";
import { Avatar } from "@/components/ui/avatar";
import { paths } from "@/lib/kernel/paths";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { StatusBadge } from "../../_parts/status-badge";

const column = tableColumns<HumanView & { tenant: string }>();

export const humanColumns = [
  column.link({
    id: "name",
    header: "Human",
    value: ({ tenant, key, name, email }) => ({
      href: paths.human(tenant, key),
      text: name ?? email ?? key,
      note: name === null ? undefined : email,
      lead: <Avatar name={name ?? email ?? key} />,
    }),
  }),
  column.text({ id: "key", header: "Key", mono: true, value: ({ key }) => key }),
  column.custom({ id: "status", header: "Status", cell: ({ status }) => <StatusBadge status={status} /> }),
  column.time({ id: "added", header: "Added", value: ({ createdAt }) => createdAt }),
];
