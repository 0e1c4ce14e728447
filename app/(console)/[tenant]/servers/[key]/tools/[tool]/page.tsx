import { notFound } from "next/navigation";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getServer } from "@/lib/registry/servers/get-server";
import type { ConsoleProps } from "../../../../_parts/console-props";
import { titled } from "../../../../_parts/titled";
import { toolOf, toolsOf } from "../../../_parts/server-paths";
import { ToolState } from "../_parts/tool-state";
import { ToolDefinition } from "./_parts/tool-definition";
import { ToolSettings } from "./_parts/tool-settings";

export const generateMetadata = titled("tool");

export default page(async ({ params }: ConsoleProps<"key" | "tool">) => {
  const { tenant, key, tool: name } = await params;
  const ctx = await requireMember(tenant, "servers:read", toolOf(tenant, key, name));
  const server = await getServer(ctx, key);
  const tool = server.tools.find((one) => one.name === name) ?? server.tools.find(({ slug }) => slug === name);
  if (!tool) notFound();
  const row = { ...tool, tenant, server: key, mayWrite: hasScope(ctx.scopes, "servers:write") };
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Servers", href: paths.servers(tenant) },
          { label: server.name, href: paths.server(tenant, key) },
          { label: "Tools", href: toolsOf(tenant, key) },
        ]}
        title={<span className="font-mono">{tool.name}</span>}
        badge={<ToolState state={tool.state} />}
        description={tool.title ?? undefined}
        actions={
          <ButtonLink
            href={paths.audit(tenant, new URLSearchParams({ server: key, tool: tool.name }).toString())}
            icon="log"
          >
            Calls of this tool
          </ButtonLink>
        }
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <ToolDefinition tool={tool} />
        <ToolSettings tool={row} />
      </div>
    </>
  );
});
