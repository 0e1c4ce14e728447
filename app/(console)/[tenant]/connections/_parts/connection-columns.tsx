import { ConnectionBadge } from "@/components/connections/connection-badge";
import { ScopeList } from "@/components/connections/scope-list";
import { tableColumns } from "@/components/table/table-columns";
import { Avatar } from "@/components/ui/avatar";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ConnectionView } from "@/lib/registry/connections/connection-view";
import { ConfirmAction } from "../../_parts/confirm-action";
import { disconnectConnectionAction } from "../actions";

const column = tableColumns<ConnectionView & { tenant: string; mayWrite: boolean }>();

export const connectionColumns = [
  column.link({
    id: "human",
    header: "Human",
    value: ({ tenant, human, humanName }) => ({
      href: paths.human(tenant, human),
      text: humanName ?? human,
      note: humanName === null ? undefined : human,
      lead: <Avatar name={humanName ?? human} />,
    }),
  }),
  column.custom({
    id: "server",
    header: "Server",
    cell: ({ tenant, server, serverName }) => <TextLink href={paths.server(tenant, server)}>{serverName}</TextLink>,
  }),
  column.custom({
    id: "status",
    header: "Status",
    cell: ({ status, lastError }) => (
      <span className="grid justify-items-start gap-0.5">
        <ConnectionBadge status={status} />
        {status === "needs_reauth" && lastError !== null && (
          <span className="max-w-60 text-fg-muted text-xs">{lastError}</span>
        )}
      </span>
    ),
  }),
  column.custom({
    id: "scopes",
    header: "Scopes",
    wideOnly: true,
    cell: ({ scopes, status }) => (status === "revoked" ? null : <ScopeList scopes={scopes} />),
  }),
  column.text({ id: "account", header: "Account", value: ({ account }) => account }),
  column.time({ id: "used", header: "Last used", value: ({ lastUsedAt }) => lastUsedAt, never: "Never" }),
  column.time({ id: "refreshed", header: "Last refreshed", value: ({ refreshedAt }) => refreshedAt }),
  column.actions({
    cell: ({ tenant, id, mayWrite, status, human, humanName, serverName }) =>
      mayWrite && status !== "revoked" ? (
        <ConfirmAction
          id={`disconnect-${id}`}
          action={disconnectConnectionAction.bind(null, tenant)}
          fields={{ connection: id }}
          title={`Disconnect ${humanName ?? human} from ${serverName}?`}
          description="Their tokens are voided at the server where it offers that, and deleted here. They can connect anew at any time."
          confirmLabel="Disconnect"
          done="Disconnected."
          variant="ghost"
          size="sm"
          square
          icon="unplug"
          label={`Disconnect ${humanName ?? human} from ${serverName}`}
        />
      ) : null,
  }),
];
