import { EmptyCell } from "@/components/table/cells/empty-cell";
import { tableColumns } from "@/components/table/table-columns";
import { Icon } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";
import type { HealthJudgement } from "@/lib/registry/servers/judge-health";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ServerStateBadge } from "./server-state-badge";

const eras = { legacy: "Up to 2025-11-25", modern: "2026-07-28" } as const;
const auths: Record<ServerView["auth"]["kind"], string> = { none: "None", header: "Header", oauth: "OAuth" };

const column = tableColumns<ServerView & { tenant: string; health: HealthJudgement | undefined }>();

export const serverColumns = [
  column.link({
    id: "name",
    header: "Server",
    value: ({ tenant, key, name }) => ({
      href: paths.server(tenant, key),
      text: name,
      note: <span className="font-mono">{key}</span>,
      lead: <Icon name="server" className="text-fg-subtle" />,
    }),
  }),
  column.badge({
    id: "enabled",
    header: "Status",
    value: ({ enabled }) =>
      enabled
        ? { text: "Enabled", tone: "success", icon: "check" }
        : { text: "Disabled", tone: "neutral", icon: "pause" },
  }),
  column.custom({
    id: "health",
    header: "Health",
    cell: ({ health }) => (health ? <ServerStateBadge {...health} /> : <EmptyCell />),
  }),
  column.number({ id: "tools", header: "Tools", value: ({ toolCount }) => toolCount }),
  column.custom({
    id: "url",
    header: "Upstream URL",
    cell: ({ url }) => (
      <span className="block max-w-80 truncate font-mono text-fg-muted text-xs" title={url}>
        {url}
      </span>
    ),
  }),
  column.text({
    id: "era",
    header: "Protocol",
    wideOnly: true,
    value: ({ era, protocolVersion }) => protocolVersion ?? (era && eras[era]),
  }),
  column.text({ id: "auth", header: "Credential", wideOnly: true, value: ({ auth }) => auths[auth.kind] }),
  column.time({ id: "discovered", header: "Asked for tools", value: ({ discoveredAt }) => discoveredAt }),
];
