import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Tabs } from "@/components/ui/tabs";
import { paths } from "@/lib/kernel/paths";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";
import { accessOf } from "../../../../../_parts/access-of";
import { toolsOf } from "../../../../_parts/server-paths";
import { ToolState } from "../../_parts/tool-state";

/** The head of both tabs of one tool. */
export function ToolHeader({
  tenant,
  server,
  tool,
  tab,
}: {
  tenant: string;
  server: ServerView;
  tool: ToolView;
  tab: "definition" | "access";
}) {
  const path = paths.tool(tenant, server.key, tool.name);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Servers", href: paths.servers(tenant) },
          { label: server.name, href: paths.server(tenant, server.key) },
          { label: "Tools", href: toolsOf(tenant, server.key) },
        ]}
        title={<span className="font-mono">{tool.name}</span>}
        badge={<ToolState state={tool.state} />}
        description={tool.title ?? undefined}
        actions={
          <ButtonLink
            href={paths.audit(tenant, new URLSearchParams({ server: server.key, tool: tool.name }).toString())}
            icon="log"
          >
            Calls of this tool
          </ButtonLink>
        }
      />
      <Tabs
        label={tool.name}
        tabs={[
          { href: path, label: "Definition", current: tab === "definition" },
          { href: accessOf(path), label: "Who may use it", current: tab === "access" },
        ]}
      />
    </>
  );
}
