import type { McpReply } from "./exchange";
import type { RawMessage } from "./message";

const common = { "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

export const jsonReply = (status: number, message: RawMessage, headers: Record<string, string> = {}): McpReply => ({
  status,
  headers: { ...common, "content-type": "application/json", ...headers },
  body: JSON.stringify(message),
});

/** An answer without content: accepted notifications, deleted sessions. */
export const emptyReply = (status: number, headers: Record<string, string> = {}): McpReply => ({
  status,
  headers: { ...common, ...headers },
  body: "",
});

/** Headers of a stream; no proxy on the way may hold its events back. */
export const eventStreamHeaders = (headers: Record<string, string> = {}): Record<string, string> => ({
  ...common,
  "cache-control": "no-store, no-transform",
  "content-type": "text/event-stream",
  "x-accel-buffering": "no",
  ...headers,
});
