import type { Agent } from "@/lib/db/rows";

/** An agent as the API and the console show it. */
export type AgentView = {
  id: string;
  slug: string;
  /** `agent|<slug>` */
  key: string;
  name: string;
  status: "active" | "suspended";
  tags: string[];
  /** How many of its instances are not disconnected. */
  instances: number;
  createdAt: string;
};

/** What a query includes so that `toAgentView` can count. */
export const agentParts = {
  _count: { select: { instances: { where: { status: { not: "disconnected" } } } } },
} as const;

export const toAgentView = (row: Agent & { _count: { instances: number } }): AgentView => ({
  id: row.id,
  slug: row.slug,
  key: `agent|${row.slug}`,
  name: row.name,
  status: row.status,
  tags: row.tags,
  instances: row._count.instances,
  createdAt: row.createdAt.toISOString(),
});
