import { tableColumns } from "@/components/table/table-columns";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ClientView } from "@/lib/oauth/clients/client-view";
import { StatusBadge } from "../../../_parts/status-badge";
import { ClientActions } from "./client-actions";

const kinds: Record<ClientView["kind"], string> = {
  cimd: "Metadata document",
  dcr: "Registered itself",
  manual: "Added by hand",
};

const column = tableColumns<ClientView & { tenant: string; mayWrite: boolean }>();

export const clientColumns = [
  column.custom({
    id: "client",
    header: "Client",
    isRowHeader: true,
    cell: ({ tenant, name, clientId }) => (
      <span className="block min-w-40 max-w-md">
        <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>
        <span className="block font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{clientId}</span>
        <TextLink
          href={`${paths.doctor(tenant)}?client=${encodeURIComponent(clientId)}`}
          prefetch={false}
          className="text-fg-muted text-xs"
        >
          Attempts<span className="sr-only"> of {name} to connect</span>
        </TextLink>
      </span>
    ),
  }),
  column.custom({
    id: "kind",
    header: "Known by",
    cell: ({ kind, verifiedHost, places }) => (
      <span className="block">
        <span className="block">{kinds[kind]}</span>
        {verifiedHost === null ? (
          <span className="block text-fg-muted text-xs [overflow-wrap:anywhere]">
            {places.length === 0 ? "gets its tokens by itself" : `answers go to ${places.join(", ")}`}
          </span>
        ) : (
          <span className="flex items-center gap-1 text-fg-muted text-xs">
            <Icon name="circle-check" size={13} label="Verified host" className="text-success" /> {verifiedHost}
          </span>
        )}
      </span>
    ),
  }),
  column.custom({
    id: "agent",
    header: "Agent",
    cell: ({ tenant, agent, human }) => (
      <span className="block">
        <TextLink href={paths.agent(tenant, agent.slug)}>{agent.name}</TextLink>
        {human !== null && (
          <span className="block text-fg-muted text-xs">
            for{" "}
            <TextLink href={paths.human(tenant, human)} className="font-mono">
              {human}
            </TextLink>
          </span>
        )}
      </span>
    ),
  }),
  column.number({ id: "instances", header: "Instances", value: ({ instances }) => instances }),
  column.time({ id: "created", header: "Created", wideOnly: true, value: ({ createdAt }) => createdAt }),
  column.time({ id: "used", header: "Last used", value: ({ lastUsedAt }) => lastUsedAt, never: "never" }),
  column.custom({ id: "status", header: "Status", cell: ({ status }) => <StatusBadge status={status} /> }),
  column.actions({ cell: (client) => client.mayWrite && <ClientActions client={client} tenant={client.tenant} /> }),
];
