import type { Access, ToolAccess } from "@/lib/registry/decisions/load-access";
import { AccessWhy } from "./access-why";
import { ExampleArguments } from "./example-arguments";
import { whatIfHref } from "./what-if-href";

/** One tool as one instance may use it. */
export type AccessRow = { tenant: string; access: Access; tool: ToolAccess };

/** Why a tool is in its bucket; under a conditional one, arguments of both kinds. */
export function WhyCell({ tenant, access, tool }: AccessRow) {
  const toHref = (args: Record<string, unknown>): string =>
    whatIfHref(tenant, {
      instance: access.instance.id,
      server: access.server.key,
      tool: tool.tool,
      arguments: args,
    });
  return (
    <div className="grid max-w-3xl gap-1.5 py-0.5">
      <AccessWhy tenant={tenant} access={access} tool={tool} />
      {tool.bucket === "conditional" && <ExampleArguments passes={tool.passes} fails={tool.fails} toHref={toHref} />}
    </div>
  );
}
