import { connectV1, connectV2 } from "../outside/clients.mjs";
import type { ToolResult } from "./raw-agent";

/** The SDK clients that agents are built on: 1.x, and 2.x in each of its three moods. */
export const clientKinds = ["sdk 1.x", "sdk 2.x legacy", "sdk 2.x auto", "sdk 2.x modern"] as const;
export type ClientKind = (typeof clientKinds)[number];

export interface SdkAgent {
  /** The revision that was agreed on. */
  protocolVersion: string | undefined;
  list: () => Promise<string[]>;
  call: (
    name: string,
    args?: Record<string, unknown>,
    options?: { onprogress?: (progress: { progress: number }) => void; signal?: AbortSignal; timeout?: number },
  ) => Promise<ToolResult>;
  close: () => Promise<void>;
}

export interface Who {
  name?: string;
  version?: string;
  title?: string;
  headers?: Record<string, string>;
  onToolsChanged?: () => void;
}

export async function connectAs(kind: ClientKind, url: string, token: string, who: Who = {}): Promise<SdkAgent> {
  if (kind === "sdk 1.x") {
    const { client, transport, close } = await connectV1(url, token, who);
    return {
      protocolVersion: transport.protocolVersion,
      list: async () => (await client.listTools()).tools.map((tool) => tool.name),
      call: async (name, args, options) =>
        (await client.callTool({ name, arguments: args ?? {} }, undefined, options)) as ToolResult,
      close,
    };
  }
  const mode = kind === "sdk 2.x legacy" ? "legacy" : kind === "sdk 2.x modern" ? "modern" : "auto";
  const { client, close } = await connectV2(url, token, mode, who);
  return {
    protocolVersion: client.getNegotiatedProtocolVersion(),
    list: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (name, args, options) =>
      (await client.callTool({ name, arguments: args ?? {} }, options)) as unknown as ToolResult,
    close,
  };
}
