import type { Use } from "@/lib/audit/call-types";
import { isStandIn, promptStandIn, resourceStandIn } from "@/lib/registry/servers/stand-ins";
import { type CallRequest, isObject, type Message } from "./message";

/** What a request asks to use, in the words in which it is decided. */
export type Asked = {
  use: Use;
  /** The tool, or the entry that stands for all prompts or all resources of the server. */
  tool: string;
  /** Under which name it may be on record; null where it cannot be. */
  known: string | null;
  /** What conditions look at. */
  arguments: unknown;
  /** Which prompt, which resource; null of tools. */
  item: string | null;
  message: CallRequest;
};

/** Letters of a name that are looked for on record. */
const nameMax = 1000;

/** What a request asks to use; undefined where it uses nothing: it lists, pings, negotiates. */
export function askedOf(message: Message): Asked | undefined {
  if (message.kind !== "request") return undefined;
  const { method, params } = message;
  const text = (field: string): string => (typeof params?.[field] === "string" ? params[field] : "");
  switch (method) {
    case "tools/call": {
      const tool = text("name");
      // A tool of that name would be called at the level of something else.
      const known = typeof params?.["name"] !== "string" || isStandIn(tool) ? null : tool.slice(0, nameMax);
      return { use: "tool", tool, known, arguments: params?.["arguments"], item: null, message };
    }
    case "prompts/get": {
      const args = {
        name: params?.["name"],
        ...(params?.["arguments"] !== undefined && { arguments: params["arguments"] }),
      };
      return { use: "prompt", tool: promptStandIn, known: promptStandIn, arguments: args, item: text("name"), message };
    }
    case "resources/read":
    case "resources/subscribe":
      return {
        use: method === "resources/read" ? "resource" : "subscription",
        ...{ tool: resourceStandIn, known: resourceStandIn },
        arguments: { uri: params?.["uri"] },
        item: text("uri"),
        message,
      };
    default:
      return undefined;
  }
}

/** The name that stands for what this message is about in the registry: of a call its tool, of a completion what is completed. */
export function toolNameOf(message: Message): string | null {
  return askedOf(message)?.known ?? null;
}

/** What a completion is about (server/utilities/completion): a prompt's argument or a variable of a resource template. */
export function completedOf(params: Record<string, unknown> | undefined): string | undefined {
  const ref = params?.["ref"];
  const type = isObject(ref) ? ref["type"] : undefined;
  return type === "ref/prompt" ? promptStandIn : type === "ref/resource" ? resourceStandIn : undefined;
}
