import type { Server } from "@/lib/db/rows";
import type { ToolDefinition } from "@/lib/registry/servers/definition";
import type { Discovered } from "@/lib/registry/servers/discovered";
import { makeServer } from "./make-server";
import type { World } from "./make-tenant";

const string = { type: "string" };
const nothing = { type: "object", properties: {}, additionalProperties: false };

/** What `transfer` takes, as long as nobody changes it. */
export const transferSchema = {
  type: "object",
  properties: {
    amount: { type: "number", minimum: 0 },
    currency: { type: "string", enum: ["EUR", "USD"] },
    to: { type: "array", items: string },
    memo: string,
  },
  required: ["amount", "currency"],
  additionalProperties: false,
};

/** A server whose tools have arguments that conditions can be about. */
export const makeTransfers = (world: Pick<World, "tenant">, tags: string[] = []): Promise<Server> =>
  makeServer(world, {
    key: "bank",
    name: "Bank",
    tags,
    tools: [
      { name: "transfer", level: "medium", inputSchema: transferSchema },
      { name: "list_accounts", level: "low", inputSchema: nothing },
    ],
  });

/** What a discovery of that server finds when `transfer` takes other arguments. */
export const discoveredTransfers = (inputSchema: Record<string, unknown> = transferSchema): Discovered => {
  const tools: ToolDefinition[] = [
    { name: "transfer", inputSchema },
    { name: "list_accounts", inputSchema: nothing },
  ];
  return {
    era: "legacy",
    protocolVersion: "2025-11-25",
    serverInfo: { name: "bank", version: "1" },
    capabilities: { tools: {} },
    tools,
  };
};
