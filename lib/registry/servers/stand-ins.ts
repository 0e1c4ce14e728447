import type { ToolDefinition } from "./definition";

/*
 * Prompts and resources are decided like tools: what may be done with all of a server's has an entry of its own among its tools, with a
 * level, a place in consents, and arguments that policies look at (`args.name`, `args.uri`). A tool that a server itself offers under
 * one of these names is none of ours and is left out.
 */

/** Stands for getting a prompt (MCP server/prompts). */
export const promptStandIn = "prompts/get";
/** Stands for reading a resource, and being told of its changes (MCP server/resources). */
export const resourceStandIn = "resources/read";

const standIns: readonly ToolDefinition[] = [
  {
    name: promptStandIn,
    title: "Get a prompt",
    description:
      "Every prompt of this server. Whoever may not get them is shown none. A policy can look at the prompt's name: args.name.",
    inputSchema: {
      type: "object",
      properties: { name: { type: "string" }, arguments: { type: "object" } },
      required: ["name"],
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  {
    name: resourceStandIn,
    title: "Read a resource",
    description:
      "Every resource of this server, and being told of its changes. Whoever may not read them is shown none. A policy can look at the URI: args.uri.",
    inputSchema: { type: "object", properties: { uri: { type: "string" } }, required: ["uri"] },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
];

/** Their names, for questions to the database. */
export const standInNames = [promptStandIn, resourceStandIn];

export const isStandIn = (tool: string): boolean => standInNames.includes(tool);

/** Whether a server that was asked has shown no tool of its own. */
export const showsNone = (tools: readonly Pick<ToolDefinition, "name">[]): boolean =>
  tools.every(({ name }) => isStandIn(name));

/** The entries of a server with these capabilities. */
export const standInsOf = (capabilities: Readonly<Record<string, unknown>>): ToolDefinition[] =>
  standIns.filter(({ name }) => capabilities[name === promptStandIn ? "prompts" : "resources"] !== undefined);
