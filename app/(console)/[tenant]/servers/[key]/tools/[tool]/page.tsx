import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getToolReview } from "@/lib/registry/servers/get-tool-review";
import type { ConsoleProps } from "../../../../_parts/console-props";
import { titled } from "../../../../_parts/titled";
import { findTool } from "./_parts/find-tool";
import { ToolDefinition } from "./_parts/tool-definition";
import { ToolDrift } from "./_parts/tool-drift";
import { ToolHeader } from "./_parts/tool-header";
import { ToolSettings } from "./_parts/tool-settings";

export const generateMetadata = titled("tool");

export default page(async ({ params }: ConsoleProps<"key" | "tool">) => {
  const { tenant, key, tool: name } = await params;
  const ctx = await requireMember(tenant, "servers:read", paths.tool(tenant, key, name));
  const { server, tool } = await findTool(ctx, key, name);
  const row = { ...tool, tenant, server: key, mayWrite: hasScope(ctx.scopes, "servers:write") };
  const review = await getToolReview(ctx, key, tool.name);
  return (
    <>
      <ToolHeader tenant={tenant} server={server} tool={tool} tab="definition" />
      {review && <ToolDrift tool={row} review={review} />}
      <div className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <ToolDefinition tool={tool} />
        <ToolSettings tool={row} />
      </div>
    </>
  );
});
