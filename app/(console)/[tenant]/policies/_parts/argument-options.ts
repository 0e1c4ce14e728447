import type { ArgumentOption, JsonType } from "@/components/policies/condition/argument-option";
import { keyOf, namedArguments } from "@/lib/policy/check/suggest";
import { BOOLEAN, LIST, NULL, NUMBER, OBJECT, STRING } from "@/lib/policy/schema/argument-facts";
import { argumentFacts } from "@/lib/policy/schema/facts";
import type { OfferedTool } from "./covered-tools";

const limits = { options: 300, tools: 100, toolsNamed: 3, values: 60 } as const;

const names: readonly (readonly [bit: number, name: JsonType])[] = [
  [STRING, "string"],
  [NUMBER, "number"],
  [BOOLEAN, "boolean"],
  [LIST, "list"],
  [OBJECT, "object"],
  [NULL, "null"],
];

type Gathered = Omit<ArgumentOption, "types" | "values" | "tools"> & {
  bits: number;
  values: readonly unknown[] | undefined;
  tools: string[];
};

/** What tools take, by name: what a builder offers. The arguments of the most tools first. */
export function argumentOptions(tools: readonly OfferedTool[]): ArgumentOption[] {
  const found = new Map<string, Gathered>();
  for (const tool of tools.slice(0, limits.tools))
    for (const path of namedArguments(tool.inputSchema).paths) gather(found, tool, path);
  return [...found.values()]
    .sort((a, b) => b.toolCount - a.toolCount)
    .slice(0, limits.options)
    .map(({ bits, values, ...rest }) => {
      const few = values?.filter((value) => value !== null);
      return {
        ...rest,
        types: names.filter(([bit]) => bits & bit).map(([, name]) => name),
        ...(few && few.length > 0 && few.length <= limits.values && few.every(isScalar) && { values: few }),
      };
    });
}

function gather(
  found: Map<string, Gathered>,
  { server, name, inputSchema }: OfferedTool,
  path: readonly string[],
): void {
  const { types, missing, values } = argumentFacts(inputSchema, path);
  const known = found.get(keyOf(path));
  const tool = `${server}/${name}`;
  // What two tools list is one list; what only one of them lists is none.
  const all = known && (known.values && values ? [...new Set([...known.values, ...values])] : undefined);
  found.set(keyOf(path), {
    path,
    bits: (known?.bits ?? 0) | types,
    values: known ? all : values,
    required: (known?.required ?? true) && !missing,
    tools: known ? [...known.tools, tool].slice(0, limits.toolsNamed) : [tool],
    toolCount: (known?.toolCount ?? 0) + 1,
  });
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
