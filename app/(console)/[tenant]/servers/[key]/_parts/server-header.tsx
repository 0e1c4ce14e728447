import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { accessOf } from "../../../_parts/access-of";
import { ActionButton } from "../../../_parts/action-button";
import { auditOf } from "../../../_parts/audit-of";
import { toolsOf } from "../../_parts/server-paths";
import { refreshToolsAction, updateServerAction } from "../../actions";
import { RefreshTools } from "./refresh-tools";

/** The head of every tab of one server. */
export function ServerHeader({
  ctx,
  server,
  tab,
}: {
  ctx: Ctx;
  server: ServerView;
  tab: "overview" | "tools" | "access" | "recording" | "audit";
}) {
  const { slug } = ctx.tenant;
  const { key, name, enabled } = server;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Servers", href: paths.servers(slug) }]}
        lead={
          <span className="grid size-9 place-items-center rounded-md border border-line bg-sunken text-fg-muted">
            <Icon name="server" size={18} />
          </span>
        }
        title={name}
        badge={
          enabled ? (
            <Badge tone="success" icon="check">
              Enabled
            </Badge>
          ) : (
            <Badge icon="pause">Disabled</Badge>
          )
        }
        description={server.description === "" ? <code className="font-mono">{key}</code> : server.description}
        actions={
          hasScope(ctx.scopes, "servers:write") && (
            <>
              <RefreshTools action={refreshToolsAction.bind(null, slug)} server={key} />
              <ActionButton
                action={updateServerAction.bind(null, slug)}
                fields={{ server: key, enabled: String(!enabled) }}
                icon={enabled ? "pause" : "play"}
                done={enabled ? `${name} is disabled.` : `${name} is enabled.`}
              >
                {enabled ? "Disable" : "Enable"}
              </ActionButton>
            </>
          )
        }
      />
      <Tabs
        label={name}
        tabs={[
          { href: paths.server(slug, key), label: "Overview", current: tab === "overview" },
          { href: toolsOf(slug, key), label: "Tools", current: tab === "tools", count: server.toolCount },
          { href: accessOf(paths.server(slug, key)), label: "Access", current: tab === "access" },
          { href: paths.serverRecording(slug, key), label: "Recording", current: tab === "recording" },
          { href: auditOf(paths.server(slug, key)), label: "Audit Logs", current: tab === "audit" },
        ]}
      />
    </>
  );
}
