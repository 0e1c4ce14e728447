import { PageHeader } from "@/components/shell/page-header";
import { Avatar } from "@/components/ui/avatar";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { accessOf } from "../../../_parts/access-of";
import { ActionButton } from "../../../_parts/action-button";
import { auditOf } from "../../../_parts/audit-of";
import { StatusBadge } from "../../../_parts/status-badge";
import { updateHumanAction } from "../../actions";

/** The head of every tab of one human. */
export function HumanHeader({ ctx, human, tab }: { ctx: Ctx; human: HumanView; tab: "overview" | "access" | "audit" }) {
  const { slug } = ctx.tenant;
  const { key, status } = human;
  const name = human.name ?? human.email ?? key;
  const path = paths.human(slug, key);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Humans", href: paths.humans(slug) }]}
        lead={<Avatar name={name} size={36} />}
        title={name}
        badge={<StatusBadge status={status} />}
        description={<code className="font-mono">{key}</code>}
        actions={
          hasScope(ctx.scopes, "humans:write") && (
            <ActionButton
              action={updateHumanAction.bind(null, slug)}
              fields={{ human: key, status: status === "active" ? "suspended" : "active" }}
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
