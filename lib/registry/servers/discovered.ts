import type { ToolDefinition } from "./definition";

/** What discovery found out about an upstream server. */
export type Discovered = {
  era: "legacy" | "modern";
  protocolVersion: string;
  serverInfo: { name: string; version: string } & Record<string, unknown>;
  capabilities: Record<string, unknown>;
  tools: ToolDefinition[];
};
