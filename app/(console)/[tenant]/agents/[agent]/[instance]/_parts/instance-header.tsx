import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { accessOf } from "../../../../_parts/access-of";
import { ActionButton } from "../../../../_parts/action-button";
import { auditOf } from "../../../../_parts/audit-of";
import { ConfirmAction } from "../../../../_parts/confirm-action";
import { StatusBadge } from "../../../../_parts/status-badge";
import { disconnectInstanceAction, updateInstanceAction } from "../../../actions";

/** The head of every tab of one instance. */
export function InstanceHeader({
  ctx,
  instance,
  tab,
}: {
  ctx: Ctx;
  instance: InstanceView;
  tab: "overview" | "access" | "audit";
}) {
  const { slug } = ctx.tenant;
  const { id, label, status, suspendedBy, agent, human } = instance;
  const isOurs = suspendedBy === "admin" || suspendedBy === "both";
  const path = paths.instance(slug, agent.slug, id);
  const mayChange = hasScope(ctx.scopes, "instances:write") && status !== "disconnected";
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Agents", href: paths.agents(slug) },
          { label: agent.name, href: paths.agent(slug, agent.slug) },
        ]}
        title={label}
        badge={
          <>
            <StatusBadge status={status} />
            {(suspendedBy === "human" || suspendedBy === "both") && (
              <Badge icon="human">Paused by {suspendedBy === "both" ? "its human, too" : "its human"}</Badge>
            )}
          </>
        }
        description={`${agent.name} for ${human.name ?? human.email ?? human.key}`}
        actions={
          mayChange && (
            <>
              <ActionButton
                action={updateInstanceAction.bind(null, slug)}
                fields={{ instance: id, status: isOurs ? "active" : "suspended" }}
                icon={isOurs ? "play" : "pause"}
                done={isOurs ? `${label} is resumed.` : `${label} is suspended.`}
              >
                {isOurs ? "Resume" : "Suspend"}
              </ActionButton>
              <ConfirmAction
                id="disconnect"
                action={disconnectInstanceAction.bind(null, slug)}
                fields={{ instance: id }}
                title={`Disconnect ${label}?`}
                description="Its token is worth nothing from the next call on, for good. What it did stays in the log."
                confirmLabel="Disconnect"
                done={`${label} is disconnected.`}
                variant="danger-quiet"
                icon="unplug"
              >
                Disconnect
              </ConfirmAction>
            </>
          )
        }
      />
      <Tabs
        label={label}
        tabs={[
          { href: path, label: "Overview", current: tab === "overview" },
          { href: accessOf(path), label: "Access", current: tab === "access" },
          { href: auditOf(path), label: "Audit Logs", current: tab === "audit" },
        ]}
      />
    </>
  );
}
