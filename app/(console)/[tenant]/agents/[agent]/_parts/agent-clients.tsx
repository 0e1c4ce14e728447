import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { AgentClientView } from "@/lib/registry/agents/list-clients-of-agent";
import { StatusBadge } from "../../../_parts/status-badge";

const column = tableColumns<AgentClientView>();
const kinds: Record<AgentClientView["kind"], string> = {
  cimd: "Metadata document",
  dcr: "Registered itself",
  manual: "Registered by an admin",
};

const columns = [
  column.custom({
    id: "client",
    header: "Client",
    isRowHeader: true,
    cell: ({ clientId, name }) => (
      <>
        {name !== null && <span className="block font-medium">{name}</span>}
        <span className="block font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{clientId}</span>
      </>
    ),
  }),
  column.text({ id: "kind", header: "Known by", value: ({ kind }) => kinds[kind] }),
  column.text({ id: "host", header: "Host", value: ({ host }) => host ?? "the human's computer" }),
  column.text({
    id: "human",
    header: "Acts for",
    wideOnly: true,
    value: ({ human }) => (human === null ? "whoever consents" : (human.name ?? human.key)),
  }),
  column.number({ id: "instances", header: "Instances", value: ({ instances }) => instances }),
  column.time({ id: "created", header: "Created", wideOnly: true, value: ({ createdAt }) => createdAt, never: "" }),
  column.time({ id: "used", header: "Last used", value: ({ lastUsedAt }) => lastUsedAt, never: "never" }),
  column.custom({ id: "status", header: "Status", cell: ({ status }) => <StatusBadge status={status} /> }),
];

/** The OAuth clients that are this agent: many installs may share one, and one install may have registered many. */
export function AgentClients({ clients }: { clients: readonly AgentClientView[] }) {
  return (
    <Card
      flush
      title="OAuth clients"
      description="By what the agent comes in. An instance is one human's consent to one of them; static tokens have none."
    >
      <DataTable
        caption="OAuth clients"
        frame={false}
        columns={columns}
        rows={[...clients]}
        rowId={({ id }) => id}
        empty={
          <EmptyState icon="key" title="No OAuth client">
            Every instance of this agent has a static token.
          </EmptyState>
        }
      />
    </Card>
  );
}
