import type { Server, Tool } from "@/lib/db/rows";
import type { Level } from "@/lib/policy/level";
import type { DefinitionFinding } from "../definitions/finding";

/** A tool as the API and the console show it. */
export type ToolView = {
  name: string;
  slug: string;
  title: string | null;
  description: string;
  level: Level;
  levelSuggested: Level;
  levelReason: string;
  enabled: boolean;
  state: "current" | "review" | "quarantined" | "removed";
  definitionHash: string;
  /** How long a call may stay without a sign of life, in seconds; null: as its server says. */
  timeoutSeconds: number | null;
  /** While it is quarantined, why: what differs from the definition that was accepted last. */
  findings: DefinitionFinding[];
  annotations: Record<string, unknown> | null;
  inputSchema: Record<string, unknown>;
  outputSchema: Record<string, unknown> | null;
};

/** An imported server; its secret is never part of it. */
export type ServerView = {
  id: string;
  key: string;
  name: string;
  description: string;
  url: string;
  /** `scopes`, of `oauth`: those that are asked for; empty: those that the server names. */
  auth: { kind: "none" | "header" | "oauth"; header?: string; scopes?: string[] };
  enabled: boolean;
  era: "legacy" | "modern" | null;
  protocolVersion: string | null;
  serverInfo: Record<string, unknown> | null;
  tags: string[];
  /** Whether arguments must fit a tool's input schema before policies are asked. */
  enforceSchema: boolean;
  /** How long a call may stay without a sign of life, in seconds; null: as the installation says. */
  timeoutSeconds: number | null;
  /** What it may not ask a client for: `sampling`, `elicitation`, `roots`. */
  forbids: string[];
  toolCount: number;
  /** Nobody has asked it for its tools yet, because it tells them only to somebody who has connected an account. */
  needsConnection: boolean;
  discoveredAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export function toServerView(row: Server, toolCount: number): ServerView {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    url: row.url,
    auth: {
      kind: row.auth,
      ...(row.authHeader === null ? {} : { header: row.authHeader }),
      ...(row.auth === "oauth" ? { scopes: row.authScopes } : {}),
    },
    enabled: row.enabled,
    era: row.era === "legacy" || row.era === "modern" ? row.era : null,
    protocolVersion: row.protocolVersion,
    serverInfo: toObject(row.serverInfo),
    tags: row.tags,
    enforceSchema: row.enforceSchema,
    timeoutSeconds: row.timeoutSeconds,
    forbids: row.forbids,
    toolCount,
    needsConnection: row.auth === "oauth" && row.discoveredAt === null,
    discoveredAt: row.discoveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function toToolView(row: Tool): ToolView {
  return {
    name: row.name,
    slug: row.slug,
    title: row.title,
    description: row.description,
    level: row.level,
    levelSuggested: row.levelSuggested,
    levelReason: row.levelReason,
    enabled: row.enabled,
    state: row.state,
    definitionHash: row.definitionHash,
    timeoutSeconds: row.timeoutSeconds,
    // safe because only `syncTools` writes them
    findings: Array.isArray(row.findings) ? (row.findings as DefinitionFinding[]) : [],
    annotations: toObject(row.annotations),
    inputSchema: toObject(row.inputSchema) ?? {},
    outputSchema: toObject(row.outputSchema),
  };
}

function toObject(value: unknown): Record<string, unknown> | null {
  // safe because a JSON object has string keys
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
