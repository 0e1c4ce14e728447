import { PageHeader } from "@/components/shell/page-header";
import { Avatar } from "@/components/ui/avatar";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import { accessOf } from "../../../_parts/access-of";
import { ActionButton } from "../../../_parts/action-button";
import { auditOf } from "../../../_parts/audit-of";
import { StatusBadge } from "../../../_parts/status-badge";
import { updateAgentAction } from "../../actions";

/** The head of every tab of one agent. */
export function AgentHeader({ ctx, agent, tab }: { ctx: Ctx; agent: AgentView; tab: "overview" | "access" | "audit" }) {
  const { slug: tenant } = ctx.tenant;
  const { slug, name, status } = agent;
  const path = paths.agent(tenant, slug);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Agents", href: paths.agents(tenant) }]}
        lead={<Avatar name={name} shape="square" size={36} />}
        title={name}
        badge={<StatusBadge status={status} />}
        description={<code className="font-mono">{agent.key}</code>}
        actions={
          hasScope(ctx.scopes, "agents:write") && (
            <ActionButton
              action={updateAgentAction.bind(null, tenant)}
              fields={{ agent: slug, status: status === "active" ? "suspended" : "active" }}
              icon={status === "active" ? "pause" : "play"}
              done={status === "active" ? `${name} is suspended.` : `${name} is active again.`}
            >
              {status === "active" ? "Suspend" : "Resume"}
            </ActionButton>
          )
        }
      />
      <Tabs
        label={name}
        tabs={[
          { href: path, label: "Overview", current: tab === "overview" },
          { href: accessOf(path), label: "Access", current: tab === "access" },
          { href: auditOf(path), label: "Audit Logs", current: tab === "audit" },
        ]}
      />
    </>
  );
}
