import { z } from "zod";
import { type Level, levels } from "@/lib/policy/level";
import type { ToolView } from "@/lib/registry/servers/server-view";

/** Which tools of a server are looked at: the page's query, and the same in the form that changes them. */
export const ToolQuery = z.object({
  /** Part of a name or of a description. */
  q: z.string().trim().max(200).catch(""),
  show: z.enum(["all", "review", "quarantined", "disabled", "removed"]).catch("all"),
  level: z.enum(["", ...levels]).catch(""),
  page: z.coerce.number().int().min(1).catch(1),
});
export type ToolQuery = z.infer<typeof ToolQuery>;
export type Show = ToolQuery["show"];

type Seen = Pick<ToolView, "name" | "title" | "description" | "state" | "enabled" | "level">;

const isShown: Record<Show, (tool: Seen) => boolean> = {
  all: () => true,
  review: ({ state }) => state === "review",
  quarantined: ({ state }) => state === "quarantined",
  disabled: ({ enabled, state }) => !enabled && state !== "removed",
  removed: ({ state }) => state === "removed",
};

/** The tools that a query finds, in the order they have. Pure. */
export function findTools<T extends Seen>(tools: readonly T[], { q, show, level }: Omit<ToolQuery, "page">): T[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return tools.filter((tool) => {
    const text = `${tool.name} ${tool.title ?? ""} ${tool.description}`.toLowerCase();
    return isShown[show](tool) && (level === "" || tool.level === level) && words.every((word) => text.includes(word));
  });
}

/** How many tools each view has, whatever else is asked. Pure. */
export const countShown = (tools: readonly Seen[]): Record<Show, number> => ({
  all: tools.length,
  review: tools.filter(isShown.review).length,
  quarantined: tools.filter(isShown.quarantined).length,
  disabled: tools.filter(isShown.disabled).length,
  removed: tools.filter(isShown.removed).length,
});

/** The query as a URL has it, without what it says anyway. */
export function toToolSearch({
  q,
  show,
  level,
  page,
}: {
  q: string;
  show: Show;
  level: Level | "";
  page: number;
}): string {
  const pairs = Object.entries({ q, show: show === "all" ? "" : show, level, page: page === 1 ? "" : String(page) });
  const query = new URLSearchParams(pairs.filter(([, value]) => value !== "")).toString();
  return query === "" ? "?" : `?${query}`;
}
