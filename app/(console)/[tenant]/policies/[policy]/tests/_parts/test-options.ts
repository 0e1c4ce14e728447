import type { SelectGroup, SelectOption } from "@/components/ui/select";
import type { Ctx } from "@/lib/kernel/ctx";
import { fillRequired } from "@/lib/policy/examples/complete";
import { coveredTools } from "../../../_parts/covered-tools";
import { scopeOptions } from "../../../_parts/scope-options";

export type TestOptions = {
  humans: SelectOption[];
  agents: SelectOption[];
  /** By server; the value is `server/tool`. */
  tools: (SelectOption | SelectGroup)[];
  /** Arguments that a tool asks for, as JSON to be filled in. */
  skeletons: Record<string, string>;
};

type Named = { human?: string | undefined; agent?: string | undefined; tool?: string | undefined };

/** Who and what a test can be about. What it names already stays on offer. */
export async function testOptions(ctx: Ctx, named: Named): Promise<TestOptions> {
  const [scope, tools] = await Promise.all([
    scopeOptions(ctx, {
      ...(named.human !== undefined && { humans: [named.human] }),
      ...(named.agent !== undefined && { agents: [named.agent] }),
    }),
    coveredTools(ctx, {}),
  ]);
  const groups = new Map<string, { label: string; options: SelectOption[] }>();
  const skeletons: Record<string, string> = {};
  for (const { server, serverName, name, inputSchema } of tools) {
    const value = `${server}/${name}`;
    const group = groups.get(server) ?? { label: serverName, options: [] };
    group.options.push({ value, label: value });
    groups.set(server, group);
    skeletons[value] = skeletonOf(inputSchema);
  }
  const isOffered = named.tool === undefined || Object.hasOwn(skeletons, named.tool);
  return {
    humans: scope.humans.map(toOption),
    agents: scope.agents.map(toOption),
    tools: [...(isOffered ? [] : [{ value: named.tool ?? "", label: named.tool ?? "" }]), ...groups.values()],
    skeletons,
  };
}

const toOption = ({ value, label }: { value: string; label: string }): SelectOption => ({
  value,
  label: label === value ? label : `${label} (${value})`,
});

/** What the tool asks for, with some value in each place. */
export function skeletonOf(inputSchema: unknown): string {
  const made = {};
  fillRequired(made, inputSchema);
  return JSON.stringify(made, null, 2);
}
